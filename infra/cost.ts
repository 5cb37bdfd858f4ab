// What a month costs: quantities of a profile and its members, times prices. Pure, and nothing is rounded before it is shown.
import { memory, once, type Profile, sizes } from "./cost-sizes.ts";
import { hoursPerMonth, kept, month, perEvent, perRequest, schedules } from "./cost-usage.ts";
import { type PriceName, prices } from "./prices.ts";

export interface Usage {
  /** People who came at least once in the month. 0 is idle: nobody came, everything stands ready. */
  readonly members: number;
}

export interface CostLine {
  readonly price: PriceName;
  readonly service: string;
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  /** For one unit. */
  readonly unitPrice: number;
  readonly dollars: number;
}

type Quantities = Partial<Record<PriceName, number>>;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const gigabytes = (kilobytes: number): number => kilobytes / 1_000_000;
/** Lambda's own lines of one invocation. */
const invocationLogKilobytes = 2;

/** What stands and what runs by itself. */
const idleQuantities = (profile: Profile): Quantities => {
  const size = sizes[profile];
  const runs = schedules.map((schedule) => ({ ...schedule, times: schedule.perHour * hoursPerMonth }));
  const invocations = sum(runs.map(({ times }) => times));
  const logs = gigabytes(invocations * invocationLogKilobytes) + size.domainLogGigabytes;
  const domain: Quantities = {
    [size.dataNode]: size.dataNodes * hoursPerMonth,
    ...(size.masters && { m7gLarge: size.masters * hoursPerMonth }),
    searchStorage: size.dataNodes * size.storageGigabytesPerNode,
  };
  return {
    ...domain,
    tableRead: sum(runs.map(({ times, reads }) => times * reads)),
    tableWrite: sum(runs.map(({ times, writes }) => times * writes)),
    tableStorage: once.tableGigabytes,
    tableBackup: once.tableGigabytes,
    invocation: invocations,
    compute: sum(runs.map(({ times, seconds, name }) => times * seconds * memory[name])),
    schedule: invocations,
    trace: invocations,
    logs,
    logStorage: logs * size.logRetentionMonths,
    alarm: size.alarms,
    dashboard: once.dashboards,
    files: once.fileGigabytes,
    secret: once.secrets,
    secretCall: 5_000,
    key: once.keys,
    keyCall: 10_000,
    endpoint: size.zones * hoursPerMonth,
    endpointTraffic: 0.1,
    queue: 1_000,
    notice: 100,
  };
};

/** What one active member adds. */
const memberQuantities = (profile: Profile): Quantities => {
  const total = (of: "reads" | "writes" | "events") => sum(month.map((operation) => operation.times * operation[of]));
  const requests = sum(month.map(({ times }) => times));
  const events = total("events");
  const logs = gigabytes(requests * perRequest.logKilobytes + events * perEvent.logKilobytes);
  const perRequestCompute = perRequest.apiSeconds * memory.api + perRequest.authorizerSeconds * memory.authorizer;
  const tableGigabytes = (kept.tableMegabytes * kept.months) / 1000;
  return {
    tableRead: total("reads") + events * perEvent.reads,
    tableWrite: total("writes"),
    tableStorage: tableGigabytes,
    tableBackup: tableGigabytes,
    invocation: requests * perRequest.invocations + events,
    compute: requests * perRequestCompute + events * perEvent.indexerSeconds * memory.indexer,
    request: requests,
    traffic: gigabytes(requests * perRequest.answerKilobytes),
    logs,
    logStorage: logs * sizes[profile].logRetentionMonths,
    trace: requests * perRequest.traces + events * perEvent.traces,
    files: (kept.fileMegabytes * kept.months) / 1000,
    filePut: kept.filesPut,
    fileGet: kept.filesRead,
    signIn: 1,
  };
};

/**
 * The lines of a month's bill, in the order of the price list, none of quantity 0: what stands idle, and what members add after twelve
 * months of growth. No free allowance is deducted, so what members add is in proportion to them. The domain is the profile's, however
 * many come; whether it bears them is for measurement to say.
 * @throws RangeError for a number of members below 0
 */
export const costOf = (profile: Profile, { members }: Usage): readonly CostLine[] => {
  if (!(members >= 0)) throw new RangeError(`members is ${members}, not 0 or more`);
  const idle = idleQuantities(profile);
  const each = memberQuantities(profile);
  return (Object.keys(prices) as PriceName[]).flatMap((price) => {
    const { service, what, unit, dollars, per } = prices[price];
    const quantity = (idle[price] ?? 0) + members * (each[price] ?? 0);
    const unitPrice = dollars / per;
    return quantity === 0 ? [] : [{ price, service, what, quantity, unit, unitPrice, dollars: quantity * unitPrice }];
  });
};

export const totalOf = (lines: readonly CostLine[]): number => sum(lines.map(({ dollars }) => dollars));

// How large each profile is, as far as it is paid for by the hour or by the piece.
import type { PriceName } from "./prices.ts";
import { memoryMiB, profiles as planned } from "./profile.ts";

export const profiles = ["pilot", "production"] as const;
export type Profile = (typeof profiles)[number];

export interface Size {
  /** Zones of the interface endpoint. */
  readonly zones: number;
  readonly dataNodes: number;
  readonly dataNode: PriceName;
  readonly storageGigabytesPerNode: number;
  readonly masters: number;
  readonly alarms: number;
  /** Of the search domain: errors, slow queries, audit. */
  readonly domainLogGigabytes: number;
  readonly logRetentionMonths: number;
}

const priceOf = { "t3.medium.search": "t3Medium", "r7g.large.search": "r7gLarge" } as const;
/** A test holds this number against the stage as it is drawn. */
const alarms = 25;

const sizeOf = (name: Profile, domainLogGigabytes: number): Size => {
  const { zones, search, logs, ...plan } = planned[name];
  return {
    zones,
    dataNodes: search.nodes,
    dataNode: priceOf[search.type],
    storageGigabytesPerNode: search.storageGiB,
    masters: "masters" in plan ? plan.masters.nodes : 0,
    alarms,
    domainLogGigabytes,
    logRetentionMonths: Math.round(logs / 30),
  };
};

/** One small node may be gone for minutes and loses nothing, since the table is the truth; three zones with standby are not gone. */
export const sizes: Readonly<Record<Profile, Size>> = {
  pilot: sizeOf("pilot", 0.5),
  production: sizeOf("production", 2),
};

/** Memory of each function in GB: what its seconds are multiplied by. */
export const memory = Object.fromEntries(
  Object.entries(memoryMiB).map(([name, size]) => [name, size / 1_024]),
) as Readonly<Record<keyof typeof memoryMiB, number>>;

/** What there is once, whatever the profile. */
export const once = { tableGigabytes: 1, fileGigabytes: 1, secrets: 1, keys: 1, dashboards: 1 } as const;

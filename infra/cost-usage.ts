// What an active member does in a month, and what each of it takes of the cloud: assumptions in one table, each with its reason.

export interface Operation {
  readonly what: string;
  /** Requests of one active member in a month of twenty working days. */
  readonly times: number;
  /** Read units of the table: 4 KB each, consistent. */
  readonly reads: number;
  /** Write units of the table: 1 KB each, twice in a transaction, and one for each changed entry of an index. */
  readonly writes: number;
  /** Events that wake the indexer. */
  readonly events: number;
  readonly why: string;
}

/** Who asks, and the standing of organisations: one consistent batch of two small items before everything else. */
const actor = 2;
/** A transaction: a head of 4 KB, a text of 8 KB, its event and its idempotency record, each twice; six entries of indexes. */
const commit = 2 * (4 + 8 + 1 + 1) + 6;
const page = 20;

/** How many calls each operation makes is held by the budget tests; what an item weighs is an assumption. */
export const month: readonly Operation[] = [
  { what: "who am I", times: 20, reads: actor, writes: 0, events: 0, why: "once a working day" },
  {
    what: "search",
    times: 40,
    reads: actor,
    writes: 0.3,
    events: 0,
    why: "two a day; one in ten is in vain and is counted",
  },
  { what: "suggestions while typing", times: 120, reads: actor, writes: 0, events: 0, why: "three for each search" },
  {
    what: "read one thing",
    times: 60,
    reads: actor + 4,
    writes: 0,
    events: 0,
    why: "three a day; its heads and texts are 16 KB",
  },
  { what: "list", times: 40, reads: actor + 1 + page, writes: 0, events: 0, why: "two a day; twenty heads" },
  {
    what: "matches, teams, experts",
    times: 8,
    reads: actor + 130,
    writes: page + 1,
    events: 0,
    why: "two a week; sixty candidates are looked at, twenty shown are counted",
  },
  {
    what: "create, change, submit",
    times: 10,
    reads: actor + 4,
    writes: commit,
    events: 1,
    why: "one every other day",
  },
  {
    what: "interest, question, message",
    times: 6,
    reads: actor + 8,
    writes: 12,
    events: 1,
    why: "one or two a week, without a long text",
  },
];

/** What each request takes beside the table. */
export const perRequest = {
  /** One of the authorizer, one of the api: nothing is cached, so that a revoked right ends with the next request. */
  invocations: 2,
  apiSeconds: 0.1,
  authorizerSeconds: 0.02,
  /** A line of access and of the request, and Lambda's own lines of two functions. */
  logKilobytes: 4,
  /** Of JSON, compressed or not. */
  answerKilobytes: 15,
  /** Each invocation is traced: at a few requests a second sampling leaves none out. */
  traces: 2,
} as const;

/** What each event takes until search has followed it. */
export const perEvent = { indexerSeconds: 0.3, reads: 4, logKilobytes: 2, traces: 1 } as const;

/** What is kept of a member's month: text, events, entries of indexes; and how long a year's growth is counted for. */
export const kept = { tableMegabytes: 0.3, fileMegabytes: 2, filesPut: 1, filesRead: 10, months: 12 } as const;

/** What runs while nobody is there, by function; seconds are billed time with an average share of cold starts. */
export const schedules = [
  { name: "clock", perHour: 60, seconds: 0.3, reads: 8, writes: 1 },
  { name: "keeper", perHour: 60, seconds: 0.3, reads: 4, writes: 1 },
  { name: "watcher", perHour: 12, seconds: 1, reads: 0, writes: 4 },
] as const;

export const hoursPerMonth = 730;

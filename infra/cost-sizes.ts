// How large each profile is, as far as it is paid for by the hour or by the piece.
import type { PriceName } from "./prices.ts";

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

/** One small node may be gone for minutes and loses nothing, since the table is the truth; three zones with standby are not gone. */
export const sizes: Readonly<Record<Profile, Size>> = {
  pilot: {
    zones: 1,
    dataNodes: 1,
    dataNode: "t3Medium",
    storageGigabytesPerNode: 20,
    masters: 0,
    alarms: 25,
    domainLogGigabytes: 0.5,
    logRetentionMonths: 1,
  },
  production: {
    zones: 3,
    dataNodes: 3,
    dataNode: "r7gLarge",
    storageGigabytesPerNode: 50,
    masters: 3,
    alarms: 25,
    domainLogGigabytes: 2,
    logRetentionMonths: 6,
  },
};

/** Memory of each function in GB: what its seconds are multiplied by. */
export const memory = { api: 1, authorizer: 0.25, indexer: 1, clock: 1, keeper: 1, watcher: 0.25 } as const;

/** What there is once, whatever the profile. */
export const once = { tableGigabytes: 1, fileGigabytes: 1, secrets: 1, keys: 1, dashboards: 1 } as const;

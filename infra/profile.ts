// How large a stage is: a pilot for one alliance to begin with, or production that outlives the loss of a zone.
import type { FunctionName } from "@lianchuang/shared/env";
import { RetentionDays } from "aws-cdk-lib/aws-logs";

export interface Profile {
  readonly zones: number;
  /** Data nodes, their type, and the storage of each in GiB. */
  readonly search: { readonly nodes: number; readonly type: string; readonly storageGiB: number };
  /** Nodes that only keep the cluster together; with them one zone stands by. */
  readonly masters?: { readonly nodes: number; readonly type: string };
  /** Copies of each index beside the first. */
  readonly replicas: number;
  /** So many environments of a function at once, so that the search domain is not overrun. */
  readonly atOnce: { readonly [Name in FunctionName]?: number };
  readonly logs: RetentionDays;
  /** A month, in US dollars: beyond it somebody is told. */
  readonly budget: number;
}

export const profiles = {
  pilot: {
    zones: 1,
    search: { nodes: 1, type: "t3.medium.search", storageGiB: 20 },
    replicas: 0,
    atOnce: { api: 20, indexer: 2, clock: 1, keeper: 2, operator: 1 },
    logs: RetentionDays.ONE_MONTH,
    budget: 150,
  },
  production: {
    zones: 3,
    search: { nodes: 3, type: "r7g.large.search", storageGiB: 50 },
    masters: { nodes: 3, type: "m7g.large.search" },
    replicas: 2,
    atOnce: { api: 100, indexer: 4, clock: 1, keeper: 2, operator: 1 },
    logs: RetentionDays.SIX_MONTHS,
    budget: 1_200,
  },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;

/** What a partition has, or has not, beside what everything stands on. */
export interface Services {
  readonly budgets: boolean;
  /** Of functions, by X-Ray. */
  readonly traces: boolean;
  readonly tagsOfMappings: boolean;
}

/**
 * By Getting Started with Amazon Web Services in China, topic Lambda: functions are not traced there, and event source mappings
 * bear no tags. Budgets as a resource nobody here has seen there.
 */
export const partitions = {
  aws: { budgets: true, traces: true, tagsOfMappings: true },
  "aws-cn": { budgets: false, traces: false, tagsOfMappings: false },
} as const satisfies Record<string, Services>;

export type PartitionName = keyof typeof partitions;

/**
 * Of each function in MiB: 1,769 is one processor; less means a share of one, and longer cold starts. None is chosen for want of
 * memory. Resident at most while the suites ran on the bundles (x86-64, Node 24.21, 2026-12-01): authorizer 215, api 393, indexer
 * 130, clock 122, keeper 141, operator 129, watcher 96, rotation 91.
 */
export const memoryMiB = {
  authorizer: 512,
  api: 1_769,
  indexer: 1_024,
  clock: 1_024,
  keeper: 1_769,
  operator: 1_024,
  watcher: 512,
  rotation: 512,
} as const satisfies Record<FunctionName, number>;

// What leaves and enters about the operations of search: browser-safe.
import * as z from "zod";
import { isId } from "../../ids.ts";

export const maxRedriven = 100;

export const DomainState = z
  .object({
    name: z.string(),
    engine: z.string().meta({ example: "OpenSearch_3.1" }),
    health: z.enum(["green", "yellow", "red", "unknown"]),
    nodes: z.int(),
    storageGiB: z.int().meta({ description: "Of all data nodes together" }),
    change: z
      .object({ state: z.string(), pending: z.array(z.string()) })
      .optional()
      .meta({ description: "The change of its configuration under way, and what of it is still to come" }),
    observedAt: z.iso.datetime(),
  })
  .meta({ id: "SearchDomain" });
export type DomainState = z.infer<typeof DomainState>;

export const SearchStatus = z
  .object({
    answers: z.boolean().meta({ description: "Whether searches are answered now" }),
    index: z
      .object({
        generation: z.string(),
        icu: z.string(),
        mapping: z.int(),
        tokeniser: z.int(),
        dictionary: z.string(),
        documents: z.int(),
        tombstones: z.int(),
        bytes: z.int(),
        checkpoint: z.string().optional().meta({ description: "How far the event log is followed" }),
      })
      .optional()
      .meta({ description: "The generation that answers, where one does" }),
    lagSeconds: z
      .number()
      .optional()
      .meta({ description: "How long the oldest change not searchable yet has waited; absent while nobody can say" }),
    rebuild: z
      .object({ begunAt: z.iso.datetime(), thingsRead: z.int() })
      .optional()
      .meta({ description: "The rebuild under way" }),
    domain: DomainState.optional().meta({ description: "The search domain in the cloud, as it was seen last" }),
    setAside: z
      .object({
        count: z.int(),
        items: z.array(
          z.object({
            id: z.string(),
            cause: z.string(),
            since: z.iso.datetime(),
            attempts: z.int(),
          }),
        ),
      })
      .optional()
      .meta({ description: "Things that could not be indexed, by id, at most 1,000 of them" }),
  })
  .meta({ id: "SearchStatus" });
export type SearchStatus = z.infer<typeof SearchStatus>;

export const Redrive = z
  .strictObject({
    ids: z
      .array(
        z
          .string()
          .max(64, { abort: true })
          .refine(isId, { params: { rule: "id" } }),
      )
      .min(1)
      .max(maxRedriven)
      .optional()
      .meta({ description: "Things to read again, set aside or not; all that are set aside where it is absent" }),
  })
  .meta({ id: "Redrive" });
export type Redrive = z.infer<typeof Redrive>;

export const RedriveResults = z
  .object({
    results: z.array(
      z.object({
        id: z.string(),
        outcome: z.enum(["mended", "failing", "absent"]),
        cause: z.string().optional(),
      }),
    ),
  })
  .meta({ id: "RedriveResults" });
export type RedriveResults = z.infer<typeof RedriveResults>;

export const RebuildAsked = z
  .object({
    askedAt: z.iso
      .datetime()
      .meta({ description: "A generation that was not there then is on its way, or answers already" }),
  })
  .meta({ id: "RebuildAsked" });
export type RebuildAsked = z.infer<typeof RebuildAsked>;

export const SearchMiss = z
  .object({
    day: z.iso.date().meta({ description: "In China" }),
    query: z.string(),
    times: z.int(),
  })
  .meta({ id: "SearchMiss" });
export type SearchMiss = z.infer<typeof SearchMiss>;

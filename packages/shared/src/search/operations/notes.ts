// What those who keep the index note for those who cannot ask them: the rebuild under way, the last one made, the state of the search domain.
import * as z from "zod";
import { appendLog, type Key, readMany, type Table } from "../../table.ts";
import type { Rebuilding } from "./keeper.ts";
import { Operations, operationsHead } from "./log.ts";
import { DomainState } from "./schema.ts";

const rebuildKey: Key = { ...operationsHead, sk: "note#rebuild" };
const domainKey: Key = { ...operationsHead, sk: "note#domain" };

const RebuildNote = z.object({
  /** When the generation that answers was made. */
  madeAt: z.iso.datetime().optional(),
  underWay: z.object({ begunAt: z.iso.datetime(), thingsRead: z.int(), notedAt: z.iso.datetime() }).optional(),
});
type RebuildNote = z.infer<typeof RebuildNote>;

/** A note of a rebuild older than this is of one that broke off. */
const staleSeconds = 60;

export interface Notes {
  readonly madeAt?: string | undefined;
  readonly rebuilding?: Rebuilding | undefined;
  readonly domain?: DomainState | undefined;
  /** When the secretariat last asked for a new generation. */
  readonly askedAt?: string | undefined;
}

/** One round trip. */
export const readNotes = async (table: Table, now: Date): Promise<Notes> => {
  const [rebuild, domain, head] = await readMany(table, [rebuildKey, domainKey, operationsHead]);
  const { madeAt, underWay } = rebuild ? RebuildNote.parse(rebuild) : {};
  const isFresh = underWay !== undefined && Date.parse(underWay.notedAt) > now.getTime() - staleSeconds * 1_000;
  return {
    madeAt,
    rebuilding: isFresh ? { begunAt: underWay.begunAt, thingsRead: underWay.thingsRead } : undefined,
    domain: domain && DomainState.parse(domain),
    askedAt: head && Operations.parse(head).rebuildAskedAt,
  };
};

export const noteRebuild = (table: Table, note: RebuildNote): Promise<void> =>
  appendLog(table, { ...rebuildKey, ...note });

export const noteDomain = (table: Table, state: DomainState): Promise<void> =>
  appendLog(table, { ...domainKey, ...state });

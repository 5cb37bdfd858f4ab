// Keeps one generation of the search index answering: opens the current one, rebuilds it when it is missing, damaged or of another make, and moves on when another is swapped in.

import { nameOf } from "@lianchuang/shared/errors";
import {
  type Generations,
  isTrouble,
  type Rebuilding,
  SearchBusy,
  type SearchIndex,
  SearchUnavailable,
} from "@lianchuang/shared/search";
import type { Table } from "@lianchuang/shared/table";
import type { Log } from "../api/door.ts";
import { catchUp, fill } from "./rebuild.ts";

export interface SearchHome {
  /** @throws SearchUnavailable while there is no generation to ask. */
  index: () => SearchIndex;
  ready(): boolean;
  /** Resolves when a generation answers for the first time. */
  whenReady: Promise<void>;
  /** When the last generation made here was ready (ISO 8601, UTC); empty where none was. */
  madeAt(): string;
  /** The rebuild under way, if there is one. */
  rebuilding(): Rebuilding | undefined;
  /** See `SearchKeeper.rebuild`. The generation there is answers until the new one does. */
  rebuild(wantedAt: string): void;
  /** Looks whether the generation still answers and is the current one; mends what is not, and waits until that is done. Never rejects. */
  check(): Promise<void>;
  /** Gives up a rebuild under way. */
  close(): Promise<void>;
}

interface Options {
  generations: Generations;
  table: Table;
  now: () => Date;
  log: Log;
  /** Called when another generation answers from now on. */
  adopted: () => void;
}

/** More than any backlog of alerts that anybody waits for. */
const mostCarried = 100_000;

export const openSearchHome = async ({ generations, table, now, log, adopted }: Options): Promise<SearchHome> => {
  const closing = new AbortController();
  const firstAdopted = Promise.withResolvers<void>();
  let current: SearchIndex | undefined;
  let mending: Promise<void> | undefined;
  let building: Rebuilding | undefined;
  /** When the last generation made here was ready. */
  let made = "";
  /** When a generation was asked for that is not there yet. */
  let wanted: string | undefined;
  /** A search or a write failed since the generation was opened, not for want of time. */
  let suspect = false;

  const watched = (index: SearchIndex): SearchIndex => {
    const noting = <T>(answer: Promise<T>): Promise<T> =>
      answer.catch((error: unknown) => {
        if (isTrouble(error)) suspect = true;
        throw error;
      });
    return {
      ...index,
      search: (query) => noting(index.search(query)),
      write: (documents, options) => noting(index.write(documents, options)),
      due: (limit) => noting(index.due(limit)),
      settle: (due) => noting(index.settle(due)),
    };
  };

  /** Takes over an open generation, or closes it. */
  const adopt = async (next: SearchIndex): Promise<void> => {
    try {
      const since = await next.checkpoint();
      if (since !== undefined)
        await catchUp(table, next, since, now().toISOString(), { dueSince: "", signal: closing.signal });
    } catch (error) {
      await next.close();
      throw error;
    }
    const old = current;
    if (old) await carryDue(old, next);
    current = watched(next);
    suspect = false;
    firstAdopted.resolve();
    adopted();
    await old?.close();
    await generations.sweep();
  };

  /** What is due in the index that goes and not settled yet stays due; what is settled meanwhile is raised no second time. */
  const carryDue = async (from: SearchIndex, to: SearchIndex): Promise<void> => {
    try {
      await to.write([], { due: await from.due(mostCarried) });
    } catch (error) {
      log("what was due could not be taken along", { cause: nameOf(error) });
    }
  };

  const rebuild = async (why: string): Promise<void> => {
    log("search index is being rebuilt", { why });
    const next = await generations.create();
    try {
      const begunAt = now().toISOString();
      const progress = (thingsRead: number) => {
        building = { begunAt, thingsRead };
      };
      progress(0);
      const things = await fill(table, next, now, { progress, signal: closing.signal });
      await generations.swap(next.name);
      log("search index is ready", { things, generation: next.name });
      made = now().toISOString();
      wanted = undefined;
    } catch (error) {
      await next.close();
      // The swap may have been done, though nobody said so.
      if ((await generations.current()) !== next.name) await generations.remove(next.name);
      throw error;
    } finally {
      building = undefined;
    }
    await adopt(next);
  };

  /** Nothing where there is none to go on with; what cannot be said now is no reason to build another. */
  const openCurrent = async (): Promise<SearchIndex | undefined> => {
    const name = await generations.current();
    return name !== undefined && generations.isOfThisMake(name) ? await generations.open(name) : undefined;
  };

  const start = (work: () => Promise<void>): Promise<void> => {
    mending ??= work()
      .catch((error: unknown) => log("search index cannot be mended yet", { cause: nameOf(error) }))
      .finally(() => {
        mending = undefined;
      });
    return mending;
  };

  /** Whose file is gone or replaced is let go of first: as it closes, SQLite removes what lies beside a file of its name. */
  const leaveLost = async (): Promise<void> => {
    try {
      await current?.checkpoint();
    } catch (error) {
      if (error instanceof SearchBusy) return;
      const lost = current;
      current = undefined;
      await lost?.close();
    }
  };

  const mend = async (why: string): Promise<void> => {
    await leaveLost();
    const opened = await openCurrent();
    await (opened ? adopt(opened) : rebuild(why));
  };

  try {
    const first = await openCurrent();
    if (first) await start(() => adopt(first));
    else void start(() => rebuild("missing, damaged or of another make"));
  } catch (error) {
    log("search index cannot be opened yet", { cause: nameOf(error) });
  }

  const check = async (): Promise<void> => {
    if (mending) return mending;
    if (closing.signal.aborted) return;
    if (!current || suspect) return start(() => mend(current ? "a search or a write failed" : "none is open"));
    if (wanted !== undefined) return start(() => rebuild("it was asked for"));
    try {
      const name = await generations.current();
      if (name === undefined) await generations.swap(current.name);
      else if (name !== current.name) return start(() => mend("another generation was swapped in"));
      await current.checkpoint();
    } catch (error) {
      if (!(error instanceof SearchBusy)) await start(() => mend("it no longer answers"));
    }
  };

  return {
    index: () => {
      if (!current) throw new SearchUnavailable(new Error("no generation is open"));
      return current;
    },
    ready: () => current !== undefined,
    whenReady: firstAdopted.promise,
    madeAt: () => made,
    rebuilding: () => building,
    rebuild(wantedAt) {
      if (made >= wantedAt || building !== undefined || wanted !== undefined) return;
      wanted = wantedAt;
      void Promise.resolve(mending).then(check);
    },
    check,
    async close() {
      closing.abort();
      await mending;
      await current?.close();
    },
  };
};

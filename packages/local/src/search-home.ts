// Keeps one generation of the search index answering: opens the current one, rebuilds it when it is missing, damaged or of another make, and moves on when another is swapped in.
import type { Log } from "@lianchuang/functions/api/door";
import { catchUp, fill } from "@lianchuang/functions/indexer/rebuild";
import {
  createGeneration,
  currentGeneration,
  isOfThisMake,
  openGeneration,
  type SearchIndex,
  SearchUnavailable,
  swapGeneration,
  sweepGenerations,
} from "@lianchuang/shared/search/sqlite";
import type { Table } from "@lianchuang/shared/table";

export interface SearchHome {
  /** @throws SearchUnavailable while there is no generation to ask. */
  index: () => SearchIndex;
  ready(): boolean;
  /** Looks whether the generation still answers and is the current one; mends what is not. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** `adopted` is called when another generation answers from now on. */
export const openSearchHome = async (
  folder: string,
  table: Table,
  now: () => Date,
  log: Log,
  adopted: () => void,
): Promise<SearchHome> => {
  let current: SearchIndex | undefined;
  let mending: Promise<void> | undefined;
  let closed = false;

  const adopt = async (next: SearchIndex): Promise<void> => {
    const old = current;
    const since = await next.checkpoint();
    if (since !== undefined) await catchUp(table, next, since, now().toISOString());
    current = next;
    adopted();
    await old?.close();
    await sweepGenerations(folder, [next.name]);
  };

  const rebuild = async (why: string): Promise<void> => {
    log("search index is being rebuilt", { why });
    const next = await createGeneration(folder);
    const things = await fill(table, next, now);
    await swapGeneration(folder, next.name);
    if (closed) return next.close();
    await adopt(next);
    log("search index is ready", { things, generation: next.name });
  };

  const tryOpen = async (): Promise<SearchIndex | undefined> => {
    const name = await currentGeneration(folder);
    if (name === undefined || !isOfThisMake(name)) return undefined;
    try {
      const index = await openGeneration(folder, name);
      await index.checkpoint();
      return index;
    } catch (error) {
      log("search index cannot be opened", {
        generation: name,
        cause: error instanceof Error ? error.name : typeof error,
      });
      return undefined;
    }
  };

  const mend = async (why: string): Promise<void> => {
    const opened = await tryOpen();
    await (opened ? adopt(opened) : rebuild(why));
  };

  const start = (why: string): Promise<void> => {
    mending ??= mend(why)
      .catch((error: unknown) =>
        log("search index cannot be mended yet", { cause: error instanceof Error ? error.name : typeof error }),
      )
      .finally(() => {
        mending = undefined;
      });
    return mending;
  };

  const first = await tryOpen();
  if (first) await adopt(first);
  else void start("missing, damaged or of another make");

  return {
    index: () => {
      if (!current) throw new SearchUnavailable(new Error("no generation is open"));
      return current;
    },
    ready: () => current !== undefined,
    async check() {
      if (mending || closed) return;
      const name = await currentGeneration(folder);
      if (current && name !== undefined && name !== current.name) return start("another generation was swapped in");
      try {
        await current?.checkpoint();
        if (!current) await start("none is open");
      } catch {
        await start("it no longer answers");
      }
    },
    async close() {
      closed = true;
      await mending;
      await current?.close();
    },
  };
};

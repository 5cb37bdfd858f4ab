// A rebuild under writes: one machine's index home and follower on a real table, many writers, a few searchers, and an audit at the end.

import { setTimeout as wait } from "node:timers/promises";
import { changeCase, draftCase, getCase, publishCase, submitCase, withdrawCase } from "@lianchuang/shared/cases";
import type { CaseView } from "@lianchuang/shared/cases/schema";
import { once } from "@lianchuang/shared/command";
import type { Context } from "@lianchuang/shared/context";
import { AppError } from "@lianchuang/shared/errors";
import { search } from "@lianchuang/shared/search";
import { sqliteGenerations } from "@lianchuang/shared/search/sqlite";
import type { Table } from "@lianchuang/shared/table";
import { type Audit, audit } from "../../functions/indexer/audit.ts";
import { openSearchHome, type SearchHome } from "../../functions/indexer/search-home.ts";
import { follow } from "../../packages/local/src/follower.ts";
import { until } from "../support/machine.ts";
import { type Chance, chanceFrom } from "./writers.ts";

export interface Scene {
  table: Table;
  indexFolder: string;
  /** Members of the organisation that the cases of `ids` belong to; the secretary publishes. */
  author: Context;
  secretary: Context;
  /** Cases that are there before. */
  ids: readonly string[];
  writers: number;
  /** How long each of them rests after what it did, so that a small machine does other things, too. */
  restMilliseconds: number;
  /** Searchers ask them one after the other. */
  searchers: number;
  queries: readonly string[];
}

export interface Outcome {
  seconds: number;
  writes: number;
  /** Milliseconds of each search that was answered while the rebuild ran. */
  searches: number[];
  failed: unknown[];
  /** From the last write until index and table were equal. */
  evenSeconds: number;
  audited: Audit;
}

/** Rebuilds once while everybody writes; resolves when the new generation has answered and followed. */
export const rebuildUnderWrites = async (scene: Scene): Promise<Outcome> => {
  const { table, indexFolder, writers, searchers } = scene;
  const now = () => new Date();
  const log = () => {};
  let wake = (): void => {};
  const home = await openSearchHome({
    generations: sqliteGenerations(indexFolder),
    table,
    now,
    log,
    adopted: () => wake(),
  });
  await home.whenReady;
  const follower = follow({ table, index: home.index, now, log });
  wake = () => follower.wake();
  try {
    const before = home.index().name;
    let done = false;
    const counts = { writes: 0 };
    const writing = Promise.all(
      Array.from({ length: writers }, (_, at) => write(scene, counts, chanceFrom(at + 1), () => done)),
    );
    const searches: number[] = [];
    const failed: unknown[] = [];
    const searching = Promise.all(
      Array.from({ length: searchers }, () => searchAll(scene, home, { searches, failed }, () => done)),
    );
    const began = performance.now();
    home.rebuild(now().toISOString());
    // A writer that fails ends it all.
    await Promise.race([writing, until("another generation answers", async () => home.index().name !== before, 1200)]);
    const seconds = (performance.now() - began) / 1000;
    done = true;
    await writing;
    const ended = performance.now();
    let audited = await audit(table, home.index());
    for (let attempt = 0; audited.differences.length > 0 && attempt < 20; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      audited = await audit(table, home.index());
    }
    const evenSeconds = (performance.now() - ended) / 1000;
    await searching;
    return { seconds, ...counts, searches, failed, evenSeconds, audited };
  } finally {
    await follower.stop();
    await home.close();
  }
};

/** Asks one query after the other, and says what was not answered. */
const searchAll = async (
  { author, queries }: Scene,
  home: SearchHome,
  { searches, failed }: Pick<Outcome, "searches" | "failed">,
  isDone: () => boolean,
): Promise<void> => {
  for (let at = 0; !isDone(); at++) {
    const began = performance.now();
    await search(author, home.index, { q: queries[at % queries.length] ?? "", limit: 10 }).then(
      () => searches.push(performance.now() - began),
      (error: unknown) => failed.push(error),
    );
  }
};

const write = async (
  { author, secretary, ids, restMilliseconds }: Scene,
  counts: { writes: number },
  chance: Chance,
  isDone: () => boolean,
): Promise<void> => {
  const count = async <T>(written: Promise<T>): Promise<T> => {
    const result = await written;
    counts.writes++;
    return result;
  };
  const lessons = () => `改后 ${Math.floor(chance() * 1e9).toString(36)}`;
  /** What is there already is changed or withdrawn; another writer may be faster. */
  const touch = async (id: string): Promise<void> => {
    try {
      const { revision, state }: CaseView = await getCase(author, id);
      if (state === "withdrawn") return;
      const on = { id, revision };
      if (chance() < 0.2) await count(once(secretary, () => withdrawCase(secretary, on, {})));
      else await count(once(author, () => changeCase(author, on, { lessons: lessons() })));
    } catch (error) {
      if (!(error instanceof AppError && error.code === "conflict")) throw error;
    }
  };
  while (!isDone()) {
    await wait(restMilliseconds);
    if (chance() < 0.5) {
      await touch(ids[Math.floor(chance() * ids.length)] ?? "");
      continue;
    }
    const input = { title: `重建之中 ${lessons()}`, body: "主轴热补偿改造记录。", audience: "members" } as const;
    const { id } = (await count(draftCase(author, input))).head;
    if (chance() < 0.3) continue;
    await count(submitCase(author, { id, revision: 1 }));
    await count(publishCase(secretary, { id, revision: 2 }));
    if (chance() < 0.5) await count(changeCase(author, { id, revision: 3 }, { lessons: lessons() }));
    else await count(withdrawCase(secretary, { id, revision: 3 }, {}));
  }
};

// The keeper of search in the cloud, once a minute and at each deployment: there is a generation of this make, it holds what the table has, and what has gone is purged.
import { setTimeout as wait } from "node:timers/promises";
import { readSettings } from "@lianchuang/shared/env";
import { nameOf } from "@lianchuang/shared/errors";
import { type Notes, noteRebuild, readNotes } from "@lianchuang/shared/search";
import type { Context } from "aws-lambda";
import { log, now, openCloudSearch, openCloudTable } from "../cloud.ts";
import { keepUp } from "../indexer/keep-up.ts";
import { openSearchHome, type SearchHome } from "../indexer/search-home.ts";

const settings = readSettings("keeper");
const table = openCloudTable(settings.TABLE_NAME);
const { cluster, generations } = openCloudSearch(settings, settings.SEARCH_REPLICAS);
let home: SearchHome | undefined;
let admitted = false;
let purgedAt = "";

const reserveMilliseconds = 30_000;
const noteMilliseconds = 2_000;
const tombstoneHours = 48;

interface Kept {
  generation: string;
  /** What was set aside before, and was read again. */
  setAside: number;
}

/** Safe to repeat. @throws SearchUnavailable while the domain does not answer, or a generation is not finished in the function's time. */
export const handler = async (
  _: unknown,
  { getRemainingTimeInMillis }: Pick<Context, "getRemainingTimeInMillis">,
): Promise<Kept> => {
  await admit();
  const ending = new AbortController();
  const giveUp = setTimeout(() => leave(ending), Math.max(0, getRemainingTimeInMillis() - reserveMilliseconds));
  try {
    const index = (await mend(await waitForOthers(ending.signal))).index();
    const since = (await index.checkpoint()) ?? now().toISOString();
    const again = await keepUp(table, index, since, now().toISOString());
    if (purgedAt < hoursAgo(1)) {
      await index.purge(hoursAgo(tombstoneHours));
      await (await generations()).sweep();
      purgedAt = now().toISOString();
    }
    return { generation: index.name, setAside: again.length };
  } finally {
    clearTimeout(giveUp);
  }
};

const admit = async (): Promise<void> => {
  if (admitted) return;
  const { admitRoles } = await import("@lianchuang/shared/search/opensearch");
  await admitRoles(await cluster(), settings.SEARCH_ROLES);
  admitted = true;
};

const hoursAgo = (hours: number): string => new Date(now().getTime() - hours * 3_600_000).toISOString();

/** While another environment makes a generation this one waits: two would do the same work twice. @throws AbortError */
const waitForOthers = async (signal: AbortSignal): Promise<Notes> => {
  for (;;) {
    const notes = await readNotes(table, now());
    if (!notes.rebuilding) return notes;
    await wait(noteMilliseconds, undefined, { signal });
  }
};

/** Opens the generation there is, makes one where there is none of this make or another was asked for, and waits until it answers. */
const mend = async ({ askedAt, madeAt = "" }: Notes): Promise<SearchHome> => {
  home ??= await openSearchHome({ generations: await generations(), table, now, log, adopted: () => {} });
  const own = home;
  if (askedAt !== undefined && askedAt > madeAt) own.rebuild(askedAt);
  // One after the other, so that none is overtaken by an earlier one.
  let noted = Promise.resolve();
  const note = (about: Parameters<typeof noteRebuild>[1]): void => {
    noted = noted.then(() => noteQuietly(about));
  };
  const noting = setInterval(() => {
    const underWay = own.rebuilding();
    if (underWay) note({ ...(madeAt && { madeAt }), underWay: { ...underWay, notedAt: now().toISOString() } });
  }, noteMilliseconds);
  await own.check();
  clearInterval(noting);
  if (own.madeAt() > madeAt) note({ madeAt: own.madeAt() });
  await noted;
  return own;
};

/** Notes are for those who look; nothing fails for one that cannot be written. */
const noteQuietly = (about: Parameters<typeof noteRebuild>[1]): Promise<void> =>
  noteRebuild(table, about).catch((error: unknown) => log("a note was not written", { cause: nameOf(error) }));

/** Gives up what would not be finished in this run; the next one begins anew. */
const leave = (ending: AbortController): void => {
  ending.abort();
  void home?.close();
  home = undefined;
};

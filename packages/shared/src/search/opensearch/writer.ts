// The writing side of one generation: documents under their versions, then what the index remembers of the write.
import { documentKey, faultOf, isTombstone, type SearchDocument } from "../document.ts";
import { SearchBusy, SearchUnavailable, type SetAside, type WriteOptions, type WriteResult } from "../port.ts";
import type { Due } from "../standing.ts";
import { type Cluster, refusal } from "./client.ts";
import { type Entry, entryOf } from "./entry.ts";
import { type Pair, Standing } from "./standing.ts";
import {
  type Action,
  againAside,
  forgetAside,
  putAside,
  putCheckpoint,
  putDue,
  type State,
  type StoredDue,
} from "./state.ts";

/** Documents in one bulk request, and bytes: small nodes take 10 MB, and refuse what is a tenth of their memory. */
const documentsAtOnce = 500;
const mostBytes = 5_000_000;
const secondsForBulk = 30;

interface Outcome {
  readonly status: number;
  readonly error?: { readonly type?: string; readonly reason?: string };
}

interface Bulked {
  readonly items: readonly Readonly<Record<string, Outcome>>[];
}

export class Writer {
  readonly #cluster: Cluster;
  readonly #alias: string;
  readonly #state: State;
  readonly #standing: Standing;
  readonly #refresh: boolean;
  readonly #now: () => Date;
  #mark = 0;
  #dueChanged = false;

  /** `alias`: of the index, so that writing never makes one; `refresh`: a write is answered when it can be found. */
  constructor(
    cluster: Cluster,
    {
      index,
      alias,
      state,
      refresh,
      now,
    }: { index: string; alias: string; state: State; refresh: boolean; now: () => Date },
  ) {
    this.#cluster = cluster;
    this.#alias = alias;
    this.#state = state;
    this.#standing = new Standing(cluster, index, state);
    this.#refresh = refresh;
    this.#now = now;
  }

  /**
   * See `SearchIndex.write`. It is several requests, in an order in which a crash between two of them loses nothing, because
   * who writes again writes all of it again: what is due before the documents it waits for, the checkpoint last.
   */
  async write(documents: readonly SearchDocument[], options: WriteOptions): Promise<WriteResult[]> {
    const { checkpoint, read = [], setAside = [], standing = [], dueSince, due = [] } = options;
    await this.#do(
      standing.map((query) => this.#standing.put(query)),
      standing.length > 0,
    );
    const tried = documents.map((document) => {
      const key = documentKey(document);
      const error = faultOf(document, key);
      return error === undefined ? { key, entry: entryOf(document) } : { key, error };
    });
    const entries = tried.flatMap(({ entry }) => entry ?? []);
    await this.#makeDue(due.map(({ query, thing }) => ({ query, thing, waitsFor: [] })));
    if (dueSince !== undefined)
      await this.#hold(newestOf(entries.filter(({ document }) => isNews(document, dueSince))));
    const outcomes = await this.#put(entries);
    const results = tried.map(({ key, error, entry }): WriteResult => {
      if (entry === undefined) return { key, result: "failed", error };
      return { key, ...resultOf(outcomes.shift()) };
    });
    this.#standing.wrote(results.filter(({ result }) => result === "applied").length);
    const failed = results.flatMap((result, at) =>
      result.result === "failed" ? [{ id: documents[at]?.id ?? "", error: result.error }] : [],
    );
    const remembered = await this.#asideActions([...setAside, ...failed], read);
    await this.#do(
      [...remembered, ...(checkpoint === undefined ? [] : [putCheckpoint(checkpoint)])],
      remembered.length > 0,
    );
    return results;
  }

  /** Whether what is due was changed here since this was asked last. */
  hasChangedDue(): boolean {
    const has = this.#dueChanged;
    this.#dueChanged = false;
    return has;
  }

  /** What became due again meanwhile has another mark, or is written between reading and forgetting it: it stays. */
  async settle(due: readonly Due[]): Promise<void> {
    await this.#do(await this.#state.settling(due));
    this.#dueChanged = true;
  }

  /** Makes documents due to the queries that may find them, unless they are held already: then they were made due before. */
  async #hold(entries: readonly Entry[]): Promise<void> {
    const pairs = await this.#standing.pairs(entries);
    if (pairs.length === 0) return;
    const held = await this.#state.versions([...new Set(pairs.map(({ entry: { key } }) => key))]);
    const fresh = pairs.filter(({ entry: { key, document } }) => document.version > (held.get(key) ?? -1));
    const together = Map.groupBy(fresh, ({ query, entry }) => JSON.stringify([query, entry.document.id]));
    await this.#makeDue([...together.values()].map(dueOf));
  }

  async #makeDue(due: readonly Omit<StoredDue, "role" | "mark">[]): Promise<void> {
    await this.#do(due.map((each) => putDue({ ...each, mark: this.#nextMark() })));
    if (due.length > 0) this.#dueChanged = true;
  }

  /** Rises by the clock, in microseconds, so that what is due longest is first whoever wrote it. */
  #nextMark(): number {
    this.#mark = Math.max(this.#mark + 1, this.#now().getTime() * 1_000);
    return this.#mark;
  }

  /** Removes documents that are not newer than these versions; says how many there were. */
  async remove(documents: readonly { readonly id: string; readonly version: number }[]): Promise<number> {
    const actions = documents.map(({ id: _id, version }) => [
      { delete: { _id, version, version_type: "external_gte" } },
    ]);
    if (actions.length === 0) return 0;
    const outcomes = await this.#bulk(actions, true);
    return outcomes.filter((outcome) => resultOf(outcome).result === "applied").length;
  }

  async #put(entries: readonly Entry[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const some of inParts(entries)) {
      const actions = some.map(({ key, document: { version }, line }) => [
        { index: { _id: key, version, version_type: "external" } },
        line,
      ]);
      outcomes.push(...(await this.#bulk(actions, this.#refresh)));
    }
    return outcomes;
  }

  async #asideActions(aside: readonly SetAside[], read: readonly string[]): Promise<Action[]> {
    const errors = new Map(aside.map(({ id, error }) => [id, error]));
    const before = await this.#state.asideOf([...new Set([...errors.keys(), ...read])]);
    const mended = [...before.keys()].filter((id) => !errors.has(id));
    return [
      ...mended.map(forgetAside),
      ...[...errors].map(([id, error]) => putAside(againAside({ id, error }, before.get(id), this.#now()))),
    ];
  }

  /** What must not fail; a version that is held already is no failure, nor what is gone already. */
  async #do(actions: readonly Action[], refresh = false): Promise<void> {
    if (actions.length === 0) return;
    for (const outcome of await this.#bulk(actions, refresh || this.#refresh)) {
      const isGone = outcome.status === 404 && outcome.error === undefined;
      if (!isGone && resultOf(outcome).result === "failed") throw new SearchUnavailable(outcome.error);
    }
  }

  async #bulk(actions: readonly Action[], refresh: boolean): Promise<Outcome[]> {
    const { body } = await this.#cluster.ask<Bulked>({
      method: "POST",
      path: `/${this.#alias}/_bulk`,
      query: { require_alias: true, ...(refresh && { refresh: true }) },
      lines: actions.flat(),
      seconds: secondsForBulk,
    });
    return body.items.flatMap((item) => Object.values(item));
  }
}

/** @throws SearchBusy, SearchUnavailable for what is no fault of the document: all of it is to be written again. */
function resultOf(outcome: Outcome | undefined): { result: "applied" | "stale" } | { result: "failed"; error: string } {
  const { status = 0, error } = outcome ?? {};
  if (status >= 200 && status < 300) return { result: "applied" };
  if (status === 409) return { result: "stale" };
  if (status === 400) return { result: "failed", error: `the index refuses it (${error?.type ?? "no reason given"})` };
  throw status === 429 ? new SearchBusy(error) : refusal(status, error);
}

function isNews(document: SearchDocument, since: string): boolean {
  return !isTombstone(document) && document.updatedAt >= since;
}

/** Of each document the newest version. */
function newestOf(entries: readonly Entry[]): Entry[] {
  const newest = new Map<string, Entry>();
  for (const entry of entries) {
    const known = newest.get(entry.key);
    if (!known || known.document.version < entry.document.version) newest.set(entry.key, entry);
  }
  return [...newest.values()];
}

/** Of the same query and thing. */
function dueOf(pairs: readonly Pair[]) {
  const waitsFor = pairs.map(({ entry: { key, document } }) => ({ key, version: document.version }));
  return { query: pairs[0]?.query ?? "", thing: pairs[0]?.entry.document.id ?? "", waitsFor };
}

function inParts(entries: readonly Entry[]): Entry[][] {
  const parts: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const length = Buffer.byteLength(entry.line);
    const isFull = bytes + length > mostBytes || (parts.at(-1)?.length ?? documentsAtOnce) >= documentsAtOnce;
    if (isFull) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(entry);
    bytes += length;
  }
  return parts;
}

// What a generation remembers beside documents: how far it came, what is set aside, what waits, and what is due.
import { createHash } from "node:crypto";
import type { SetAside, Waiting } from "../port.ts";
import type { Due, StandingQuery } from "../standing.ts";
import { type Cluster, refusal } from "./client.ts";
import type { Clause } from "./queries.ts";

/** A document of the index that is none to find; its id is made from its role and what it is of, however long that is. */
interface Remembered {
  readonly role: "checkpoint" | "aside" | "standing" | "due";
}

interface StoredCheckpoint extends Remembered {
  readonly checkpoint: string;
}

interface StoredAside extends Remembered, Waiting {}

/** A thing is due to a query once, from the moment one of the documents that it waits for is there in that version, or a newer one. */
export interface StoredDue extends Remembered, Due {
  /** Nothing of what was due elsewhere. */
  readonly waitsFor: readonly { readonly key: string; readonly version: number }[];
}

/** A line of a bulk request with the line that follows it, if one does. */
export type Action = readonly (object | string)[];

const rememberedAs = (role: Remembered["role"], of: string): string =>
  `${role} ${createHash("sha256").update(of).digest("base64url")}`;

export function putCheckpoint(checkpoint: string): Action {
  return [{ index: { _id: rememberedAs("checkpoint", "") } }, { role: "checkpoint", checkpoint }];
}

export function putAside(waiting: Waiting): Action {
  return [{ index: { _id: rememberedAs("aside", waiting.id) } }, { role: "aside", ...waiting }];
}

export function forgetAside(id: string): Action {
  return [{ delete: { _id: rememberedAs("aside", id) } }];
}

/** `wanted`: everything that the query waits for. */
export function putStanding({ id, version, q }: StandingQuery, wanted: readonly string[]): Action {
  const line = { index: { _id: standingId(id), version, version_type: "external" } };
  return [line, { role: "standing", id, version, q, wanted }];
}

export function putDue(due: Omit<StoredDue, "role">): Action {
  return [{ index: { _id: dueId(due) } }, { role: "due", ...due }];
}

/** Under which id a standing query is kept. */
export function standingId(id: string): string {
  return rememberedAs("standing", id);
}

function dueId({ query, thing }: Pick<Due, "query" | "thing">): string {
  return rememberedAs("due", JSON.stringify([query, thing]));
}

interface Got<T> {
  readonly docs: readonly {
    readonly _id: string;
    readonly found?: boolean;
    readonly _version?: number;
    readonly _seq_no?: number;
    readonly _primary_term?: number;
    readonly _source?: T;
    readonly error?: unknown;
  }[];
}

interface Listed<T> {
  readonly hits: { readonly total: { readonly value: number }; readonly hits: readonly { readonly _source: T }[] };
}

/** OpenSearch lists no more at once. */
const mostListed = 10_000;

export class State {
  readonly #cluster: Cluster;
  readonly #index: string;

  constructor(cluster: Cluster, index: string) {
    this.#cluster = cluster;
    this.#index = index;
  }

  async checkpoint(): Promise<string | undefined> {
    const [found] = await this.#get<StoredCheckpoint>([rememberedAs("checkpoint", "")]);
    return found?._source?.checkpoint;
  }

  /** Those of some things that are set aside, by id. */
  async asideOf(ids: readonly string[]): Promise<Map<string, Waiting>> {
    const found = await this.#get<StoredAside>(ids.map((id) => rememberedAs("aside", id)));
    return new Map(found.flatMap(({ _source }) => (_source ? [[_source.id, waitingOf(_source)] as const] : [])));
  }

  /** The first by id; call `refresh` before. */
  async aside(most: number): Promise<Waiting[]> {
    return (await this.list<StoredAside>("aside", { sort: ["id"], size: most })).map(waitingOf);
  }

  async count(role: Remembered["role"]): Promise<number> {
    const body = { size: 0, query: { term: { role } } };
    return (await this.#search<Listed<unknown>>(body)).hits.total.value;
  }

  /** As far as they are searchable; `where` narrows them. */
  async list<T>(role: Remembered["role"], options: object, where: readonly Clause[] = []): Promise<T[]> {
    const query = { bool: { filter: [{ term: { role } }, ...where] } };
    const { hits } = await this.#search<Listed<T>>({ query, ...options });
    return hits.hits.map(({ _source }) => _source);
  }

  /** What is due, longest first, at most `limit`; as far as it is searchable. */
  async due(limit: number): Promise<StoredDue[]> {
    const found: StoredDue[] = [];
    for (let more = true; more && found.length < limit; ) {
      const after = found.at(-1)?.mark;
      const size = Math.min(limit - found.length, mostListed);
      const options = { sort: ["mark"], size, ...(after !== undefined && { search_after: [after] }) };
      const page = await this.list<StoredDue>("due", options);
      found.push(...page);
      more = page.length === size;
    }
    return found;
  }

  /** The versions under which documents, or what else has an id of the engine's, are held, searchable or not. */
  async versions(ids: readonly string[]): Promise<Map<string, number>> {
    const found = await this.#get<unknown>(ids, false);
    return new Map(found.flatMap(({ _id, _version }) => (_version === undefined ? [] : [[_id, _version] as const])));
  }

  /** What forgets that these are due, unless they became due anew. */
  async settling(due: readonly Due[]): Promise<Action[]> {
    const marks = new Map(due.map((each) => [dueId(each), each.mark]));
    const found = await this.#get<StoredDue>([...marks.keys()]);
    return found
      .filter(({ _id, _source }) => _source?.mark === marks.get(_id))
      .map(({ _id, _seq_no: if_seq_no, _primary_term: if_primary_term }) => [
        { delete: { _id, if_seq_no, if_primary_term } },
      ]);
  }

  /** Makes everything written so far searchable. */
  async refresh(): Promise<void> {
    await this.#cluster.ask({ method: "POST", path: `/${this.#index}/_refresh` });
  }

  async #get<T>(ids: readonly string[], _source = true): Promise<Got<T>["docs"]> {
    if (ids.length === 0) return [];
    const request = { method: "POST", path: `/${this.#index}/_mget`, query: { _source }, body: { ids } } as const;
    const { docs } = (await this.#cluster.ask<Got<T>>(request)).body;
    const failed = docs.find(({ error }) => error !== undefined);
    if (failed) throw refusal(undefined, failed.error);
    return docs.filter(({ found }) => found === true);
  }

  async #search<T>(body: object): Promise<T> {
    const query = { allow_partial_search_results: false, track_total_hits: true };
    return (await this.#cluster.ask<T>({ method: "POST", path: `/${this.#index}/_search`, query, body })).body;
  }
}

function waitingOf({ id, error, at, attempts }: StoredAside): Waiting {
  return { id, error, at, attempts };
}

/** What is set aside once more, or for the first time. */
export function againAside({ id, error }: SetAside, before: Waiting | undefined, now: Date): Waiting {
  return { id, error, at: before?.at ?? now.toISOString(), attempts: (before?.attempts ?? 0) + 1 };
}

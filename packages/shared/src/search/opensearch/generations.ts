// Generations in a cluster: one index each, an alias for the current one, and one to write to each by.
import { type Generations, hashOfMake } from "../generations.ts";
import { type SearchIndex, SearchUnavailable } from "../port.ts";
import type { Cluster } from "./client.ts";
import { indexBody, make, type Profile } from "./mapping.ts";
import { openSearchIndex } from "./opensearch-index.ts";

export interface GenerationsOptions {
  /** The name of the alias, and how the names of all generations begin: small letters, digits and hyphens. */
  readonly prefix: string;
  readonly profile: Profile;
  readonly now: () => Date;
}

/** What OpenSearch says of indices, by their names. */
type Indices = Readonly<Record<string, unknown>>;

const prefixForm = /^[a-z][a-z0-9-]{0,60}$/;
const secondsToCreate = 60;

/** @throws Error when the prefix is no name of an index */
export function openSearchGenerations(cluster: Cluster, { prefix, profile, now }: GenerationsOptions): Generations {
  if (!prefixForm.test(prefix))
    throw new Error("a prefix is small letters, digits and hyphens, at most 61, a letter first");
  const ofThisMake = `${prefix}-${hashOfMake(make)}-`;
  const form = new RegExp(`^${prefix}-[0-9a-f]{12}-[1-9][0-9]{0,9}$`);
  const countOf = (name: string): number => Number(name.split("-").at(-1) ?? 0);
  const aliasOf = (name: string): string => `${name}-write`;
  const assertName = (name: string): void => {
    if (!form.test(name)) throw new SearchUnavailable(new Error("this is not the name of a generation"));
  };
  const indexOf = (name: string): SearchIndex =>
    openSearchIndex(cluster, { name, alias: aliasOf(name), refresh: profile.refresh === "now", now });

  const namesOf = async (path: string): Promise<string[]> => {
    const { status, body } = await cluster.ask<Indices>({ method: "GET", path, allow: [404] });
    return status === 404 ? [] : Object.keys(body).filter((name) => form.test(name));
  };
  const current = async (): Promise<string | undefined> => (await namesOf(`/_alias/${prefix}`))[0];
  const names = (): Promise<string[]> => namesOf(`/${prefix}-*/_alias`);

  const remove = async (name: string): Promise<void> => {
    assertName(name);
    await cluster.ask({ method: "DELETE", path: `/${name}`, allow: [404] });
  };

  return {
    async create() {
      const name = `${ofThisMake}${Math.max(0, ...(await names()).map(countOf)) + 1}`;
      const body = { ...indexBody(profile), aliases: { [aliasOf(name)]: {} } };
      await cluster.ask({ method: "PUT", path: `/${name}`, body, seconds: secondsToCreate });
      return indexOf(name);
    },
    async open(name) {
      assertName(name);
      const { status } = await cluster.ask({ method: "HEAD", path: `/${name}`, allow: [404] });
      return status === 404 ? undefined : indexOf(name);
    },
    current,
    isOfThisMake: (name) => name.startsWith(ofThisMake),
    async swap(name) {
      assertName(name);
      const actions = [
        { remove: { index: `${prefix}-*`, alias: prefix, must_exist: false } },
        { add: { index: name, alias: prefix } },
      ];
      await cluster.ask({ method: "POST", path: "/_aliases", body: { actions } });
    },
    async sweep() {
      const newest = countOf((await current()) ?? "");
      for (const name of await names()) if (countOf(name) < newest) await remove(name);
    },
    remove,
    async *texts(name) {
      assertName(name);
      for (let after = ""; ; ) {
        const page = await textsAfter(cluster, name, after);
        yield* page.map(({ _source }) => _source);
        after = page.at(-1)?.sort[0] ?? "";
        if (after === "") return;
      }
    },
  };
}

interface TextHit {
  readonly _source: { readonly title: string; readonly text: string };
  readonly sort: readonly [key: string];
}

const textsAtOnce = 500;

async function textsAfter(cluster: Cluster, name: string, after: string): Promise<readonly TextHit[]> {
  const body = {
    size: textsAtOnce,
    sort: ["key"],
    query: { term: { tombstone: false } },
    _source: ["title", "text"],
    track_total_hits: false,
    ...(after !== "" && { search_after: [after] }),
  };
  const answer = await cluster.ask<{ hits: { hits: TextHit[] } }>({ method: "POST", path: `/${name}/_search`, body });
  return answer.body.hits.hits;
}

// Generations in a cluster: one index each, an alias for the current one and for that of each make, and one to write to each by.
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
type Indices = Readonly<
  Record<
    string,
    { readonly aliases: object; readonly settings: { readonly index: { readonly creation_date: string } } }
  >
>;

const prefixForm = /^[a-z][a-z0-9-]{0,60}$/;
const secondsToCreate = 60;
/** While code is replaced, the old one still asks for the generation of its own make. */
const millisecondsToReplaceCode = 3_600_000;

/** @throws Error when the prefix is no name of an index */
export function openSearchGenerations(cluster: Cluster, { prefix, profile, now }: GenerationsOptions): Generations {
  if (!prefixForm.test(prefix))
    throw new Error("a prefix is small letters, digits and hyphens, at most 61, a letter first");
  const madeBy = hashOfMake(make);
  const ofThisMake = `${prefix}-${madeBy}-`;
  const form = new RegExp(`^${prefix}-[0-9a-f]{12}-[1-9][0-9]{0,9}$`);
  const countOf = (name: string): number => Number(name.split("-").at(-1) ?? 0);
  const aliasOf = (name: string): string => `${name}-write`;
  const assertName = (name: string): void => {
    if (!form.test(name)) throw new SearchUnavailable(new Error("this is not the name of a generation"));
  };
  const indexOf = (name: string): SearchIndex =>
    openSearchIndex(cluster, { name, alias: aliasOf(name), refresh: profile.refresh === "now", now });

  /** The alias that the current generation has among those of its make. */
  const makeOf = (name: string): string => name.slice(0, name.lastIndexOf("-"));

  const all = async (): Promise<[name: string, facts: Indices[string]][]> => {
    const path = `/${prefix}-*?filter_path=*.aliases,*.settings.index.creation_date`;
    const { body } = await cluster.ask<Indices>({ method: "GET", path });
    return Object.entries(body).filter(([name]) => form.test(name));
  };
  const current = async (): Promise<string | undefined> => {
    const generations = await all();
    const holding = (alias: string) => generations.find(([, { aliases }]) => alias in aliases)?.[0];
    return holding(`${prefix}-${madeBy}`) ?? holding(prefix);
  };

  const remove = async (name: string): Promise<void> => {
    assertName(name);
    await cluster.ask({ method: "DELETE", path: `/${name}`, allow: [404] });
  };

  return {
    async create() {
      const counts = (await all()).map(([made]) => countOf(made));
      const name = `${ofThisMake}${Math.max(0, ...counts) + 1}`;
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
        { remove: { index: `${prefix}-*`, aliases: [prefix, makeOf(name)], must_exist: false } },
        { add: { index: name, aliases: [prefix, makeOf(name)] } },
      ];
      await cluster.ask({ method: "POST", path: "/_aliases", body: { actions } });
    },
    async sweep() {
      const generations = await all();
      const newest = generations.find(([, { aliases }]) => prefix in aliases);
      if (!newest) return;
      const [kept, { settings }] = newest;
      const isReplaced = now().getTime() - Number(settings.index.creation_date) > millisecondsToReplaceCode;
      const older = generations.filter(([name]) => countOf(name) < countOf(kept));
      for (const [name, { aliases }] of older)
        if (isReplaced || makeOf(name) === makeOf(kept) || !(makeOf(name) in aliases)) await remove(name);
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

// The baselines on a real OpenSearch: what its own analyzers find by a plain `match`, and as like a text by `more_like_this`, all by its defaults.
import { type Contestant, type Found, settled } from "./retriever.ts";
import type { Asks, JudgedQuery, Text } from "./sets.ts";

/** `standard` cuts hanzi one by one, `cjk` into bigrams, `smartcn` into words. */
export const analyzers = ["standard", "cjk", "smartcn"] as const;

const index = "baseline";
const textsAtOnce = 500;
const queriesAtOnce = 50;

/** Fills an index of the node with texts, in place of those there are, and gives a baseline for each analyzer. */
export async function baselinesOn(node: string, texts: readonly Text[], depth: number): Promise<Contestant[]> {
  await call(node, "DELETE", `/${index}?ignore_unavailable=true`);
  await call(node, "PUT", `/${index}`, JSON.stringify(definition));
  for (const some of batches(texts, textsAtOnce)) await fill(node, some);
  await call(node, "POST", `/${index}/_refresh`);
  return analyzers.map((name) => ({
    name,
    async answer(asks, queries) {
      const rankings: string[][] = [];
      for (const some of batches(queries, queriesAtOnce)) {
        const questions = some.map((query) => ({ size: depth, _source: false, query: question[asks](query, name) }));
        rankings.push(...(await search(node, questions)));
      }
      return { rankings };
    },
  }));
}

/** A field for each analyzer under one that is only written to. */
const field = {
  type: "text",
  index: false,
  fields: Object.fromEntries(analyzers.map((analyzer) => [analyzer, { type: "text", analyzer }])),
};
const definition = {
  settings: { number_of_shards: 1, number_of_replicas: 0, refresh_interval: -1 },
  mappings: { properties: { title: field, text: field, both: field } },
};

const question: Record<Asks, (query: JudgedQuery, analyzer: string) => object> = {
  search: ({ text }, analyzer) => ({ match: { [`both.${analyzer}`]: text } }),
  similar: ({ text }, analyzer) => ({
    more_like_this: { fields: [`title.${analyzer}`, `text.${analyzer}`], like: text },
  }),
};

async function fill(node: string, texts: readonly Text[]): Promise<void> {
  const lines = texts.flatMap(({ id, title, text }) => [
    { index: { _index: index, _id: id } },
    { title, text, both: `${title}\n${text}` },
  ]);
  const { errors } = await call<{ errors: boolean }>(node, "POST", "/_bulk", inLines(lines));
  if (errors) throw new Error("OpenSearch did not take every text of a baseline");
}

async function search(node: string, questions: readonly object[]): Promise<string[][]> {
  const lines = questions.flatMap((each) => [{ index }, each]);
  const { responses } = await call<{ responses: readonly Response[] }>(node, "POST", "/_msearch", inLines(lines));
  return responses.map((response) => {
    if (!response.hits) throw new Error(`OpenSearch did not answer a baseline's query: ${JSON.stringify(response)}`);
    return settled(response.hits.hits.map(({ _id, _score }): Found => ({ id: _id, score: _score })));
  });
}

interface Response {
  readonly hits?: { readonly hits: readonly { readonly _id: string; readonly _score: number }[] };
}

/** The names of all indices on a node. */
export async function indicesOn(node: string): Promise<string[]> {
  const found = await call<{ index: string }[]>(node, "GET", "/_cat/indices?format=json&h=index&expand_wildcards=all");
  return found.map((each) => each.index);
}

/** Deletes these indices with all they hold. */
export async function dropIndices(node: string, names: readonly string[]): Promise<void> {
  for (const name of names) await call(node, "DELETE", `/${encodeURIComponent(name)}`);
}

async function call<T = unknown>(node: string, method: string, path: string, body?: string): Promise<T> {
  const type = path.startsWith("/_bulk") || path.startsWith("/_msearch") ? "application/x-ndjson" : "application/json";
  const answer = await fetch(`${node}${path}`, {
    method,
    ...(body !== undefined && { body, headers: { "content-type": type } }),
  });
  if (!answer.ok) throw new Error(`${answer.status} from OpenSearch for ${method} ${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

function inLines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}

function batches<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}

// The proxy: papers and what is related to them, asked through the same code as requests; texts alone, nothing else is known of them.
import { type SearchDocument, type SearchIndex } from "@lianchuang/shared/search";
import type { Side } from "../../packages/shared/src/cooperation/matching/side.ts";
import { bootstrap, type Interval, mean, ndcg } from "../relevance/measures.ts";
import { type Corpus, readCorpora } from "../relevance/sets.ts";
import { candidatesFor, first, suggestionsFor } from "./systems.ts";

const textsAtOnce = 200;

/** The corpus of related papers in a folder of judged sets. */
export const readProxy = (folder: string): Corpus => {
  const corpus = readCorpora(folder).find(({ sets }) => sets.some(({ asks }) => asks === "similar"));
  if (!corpus) throw new Error(`no set of related papers in ${folder}`);
  return corpus;
};

const sideOf = (id: string, title: string, direction: Side["direction"]): Side => ({
  id,
  organisationId: `org_${direction}_${id}`,
  direction,
  type: "research",
  state: "open",
  title,
});

export interface ProxyFigures {
  readonly name: string;
  readonly ndcg: number;
  readonly each: readonly number[];
}

/** nDCG@10 of matching and of the index's resemblance alone: each paper is an offer, and asks as a need. */
export const proxyOn = async (index: SearchIndex, { texts, sets }: Corpus): Promise<ProxyFigures[]> => {
  const documents = texts.map(
    ({ id, title, text }): SearchDocument => ({
      id,
      view: "members",
      kind: "request",
      version: 1,
      title,
      text,
      terms: [],
      facets: { direction: "offer" },
      audience: ["members"],
      except: [],
      updatedAt: "2026-01-01T00:00:00.000Z",
    }),
  );
  for (let start = 0; start < documents.length; start += textsAtOnce)
    await index.write(documents.slice(start, start + textsAtOnce));
  const offers = new Map(texts.map(({ id, title }) => [id, sideOf(id, title, "offer")]));
  const set = sets.find(({ asks }) => asks === "similar");
  const [ours, alone]: [number[], number[]] = [[], []];
  for (const { id, judged } of set?.queries ?? []) {
    const need = sideOf(id, offers.get(id)?.title ?? "", "need");
    const found = await suggestionsFor(index, need, (each) => offers.get(each));
    ours.push(
      ndcg(
        found.map((each) => each.id),
        judged,
        first,
      ),
    );
    const alike = await candidatesFor(index, need, (each) => offers.get(each));
    alone.push(
      ndcg(
        alike.slice(0, first).map(({ side }) => side.id),
        judged,
        first,
      ),
    );
  }
  return [
    { name: "matching", ndcg: mean(ours), each: ours },
    { name: "similar alone", ndcg: mean(alone), each: alone },
  ];
};

/** How much better one is than another, query by query. */
export const lead = (one: readonly number[], other: readonly number[]): Interval =>
  bootstrap(one.map((value, at) => value - (other[at] ?? 0)));

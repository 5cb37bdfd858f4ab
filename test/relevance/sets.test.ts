// The judged sets, read from a folder as small as can be.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { chooseSets, type QuerySet, readCorpora, sample } from "./sets.ts";

const folder = mkdtempSync(join(tmpdir(), "lianchuang-sets-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (corpus: string, file: string, ...lines: readonly (object | string)[]): void => {
  mkdirSync(join(folder, corpus), { recursive: true });
  const text = lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
  writeFileSync(join(folder, corpus, file), text);
};
write("csl-scientific", "corpus.jsonl", { id: "p1", title: "机床", abstract: "误差", keywords: ["秘"] });
write("lecoqa-statutes", "corpus.jsonl", { id: "a1", title: "第一条", text: "合同" });
for (const [corpus, kinds, answer] of [
  ["csl-scientific", ["onekeyword", "keywords", "title"], "p1"],
  ["lecoqa-statutes", ["keyword", "question"], "a1"],
] as const) {
  for (const kind of kinds) {
    const queries = ["q1", "q2", "unjudged"].map((id) => ({ id, text: `${kind} ${id}` }));
    write(corpus, `queries.${kind}.jsonl`, ...queries);
    write(corpus, `qrels.${kind}.tsv`, `q1\t0\t${answer}\t2`, `q2\t0\t${answer}\t1`);
    for (const variant of ["typo", "hant", "pinyin"])
      write(corpus, `queries.${kind}.${variant}.jsonl`, { id: "q2", text: variant }, { id: "unjudged", text: variant });
  }
}
write("csl-scientific", "qrels.related.tsv", "p1\t0\tp2\t1");

const sets = (): QuerySet[] => readCorpora(folder).flatMap((corpus) => corpus.sets);
const setOf = (name: string): QuerySet | undefined => sets().find((set) => set.name === name);

describe("the judged sets", () => {
  it("are asked of three indexes: all texts, all without their titles, and the papers alone; never of keywords", () => {
    expect(readCorpora(folder).map(({ texts, sets: { length } }) => ({ texts, length }))).toEqual([
      {
        texts: [
          { id: "p1", title: "机床", text: "误差" },
          { id: "a1", title: "第一条", text: "合同" },
        ],
        length: 10,
      },
      {
        texts: [
          { id: "p1", title: "p1", text: "误差" },
          { id: "a1", title: "a1", text: "合同" },
        ],
        length: 1,
      },
      { texts: [{ id: "p1", title: "机床", text: "误差" }], length: 1 },
    ]);
  });

  it("hold judged queries only, and variants beside what was meant", () => {
    expect(setOf("lecoqa question")?.queries).toEqual([
      { id: "q1", text: "question q1", judged: new Map([["a1", 2]]) },
      { id: "q2", text: "question q2", judged: new Map([["a1", 1]]) },
    ]);
    const judged = new Map([["p1", 1]]);
    expect(setOf("csl one keyword typo")).toMatchObject({
      queries: [{ id: "q2", text: "typo", judged }],
      clean: [{ id: "q2", text: "onekeyword q2", judged }],
    });
    expect(setOf("csl similar")?.queries).toEqual([{ id: "p1", text: "机床\n误差", judged: new Map([["p2", 1]]) }]);
  });

  it("are named by their data: another judgement is other data, for its set alone", () => {
    const before = [setOf("csl title")?.data, setOf("csl keywords joined")?.data];
    write("csl-scientific", "qrels.title.tsv", "q1\t0\tp1\t2", "q2\t0\tp1\t2");
    const after = [setOf("csl title")?.data, setOf("csl keywords joined")?.data];
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it("are chosen by name, and a name there is not is refused with those there are", () => {
    const chosen = chooseSets(readCorpora(folder), ["csl title", "lecoqa keyword"]);
    expect(chosen.map((corpus) => corpus.sets.map(({ name }) => name))).toEqual([["lecoqa keyword"], ["csl title"]]);
    expect(() => chooseSets(readCorpora(folder), ["title"])).toThrow(/no such set: title; there are .*csl title/);
  });

  it("are sampled the same way each time, a variant with what was meant", () => {
    const query = (id: number, text: string) => ({ id: String(id), text, judged: new Map<string, number>() });
    const queries = Array.from({ length: 50 }, (_, id) => query(id, "typed"));
    const clean = queries.map(({ id }) => query(Number(id), "meant"));
    const set: QuerySet = { name: "n", asks: "search", data: "d", queries, clean };
    const ids = sample(set, 5).queries.map(({ id }) => id);
    expect(ids.length).toBe(5);
    expect(ids).not.toEqual(["0", "1", "2", "3", "4"]);
    expect(sample({ ...set, queries: queries.toReversed() }, 5).queries.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(sample(set, 5).clean?.map(({ id }) => id)).toEqual(ids);
    expect(sample(set, 51)).toEqual(set);
  });
});

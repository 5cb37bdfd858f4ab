// Trying a word before it is put in the dictionary: what the command counts, shows, doubts and refuses.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { doubtsOf, tryGroup, tryWords } from "../../packages/local/src/try-word.ts";
import { createGeneration, readTexts, swapGeneration } from "../../packages/shared/src/search/sqlite.ts";
import { aDocument } from "../shared/search/documents.ts";
import { newFolder } from "../support/machine.ts";

const { data, remove } = newFolder();
afterAll(remove);

const script = resolve(import.meta.dirname, "../../packages/local/src/dictionary.ts");
const run = (locale: string, ...words: string[]) =>
  spawnSync(process.execPath, [script, ...words], { encoding: "utf8", env: { ...process.env, LC_ALL: locale } });

const file = (name: string, ...lines: string[]): string => {
  mkdirSync(data, { recursive: true });
  const path = join(data, name);
  writeFileSync(path, lines.join("\n"));
  return path;
};

describe("a trial of words", () => {
  it("counts the texts that hold a word and those it cuts otherwise, and shows where", () => {
    const trial = tryWords(["微反应器"]);
    trial.look("题目\n采用微反應器合成，收率提高");
    trial.look("微型反应器");
    expect(trial.standings).toEqual([
      {
        term: "微反应器",
        cut: { before: ["微", "反应器"], after: ["微反应器"] },
        holding: 1,
        changed: 1,
        examples: [
          {
            before: expect.arrayContaining(["微", "反应器", "合成"]),
            after: expect.arrayContaining(["微反应器", "合成"]),
          },
        ],
      },
    ]);
  });

  it("counts a text that holds its hanzi across other words, but does not cut it otherwise", () => {
    const trial = tryWords(["换模型"]);
    trial.look("变换模型");
    expect(trial.standings[0]).toMatchObject({ holding: 1, changed: 0, examples: [] });
  });

  it("says which queries are cut otherwise", () => {
    const trial = tryWords(["微反应器"]);
    expect(trial.query("微反应器设计")).toEqual({ before: ["微", "反应器", "设计"], after: ["微反应器", "设计"] });
    expect(trial.query("反应器设计")).toBeUndefined();
  });

  it("doubts what is in already, no word of hanzi, whole anyway, or composed", () => {
    const doubts = (word: string) => doubtsOf(word).map(({ en }) => en);
    expect(doubts("微反应器")).toEqual([]);
    expect(doubts("数控")).toEqual([expect.stringContaining("has it already")]);
    expect(doubts("plc")[0]).toContain("2 to 8 hanzi");
    expect(doubts("轴承")).toEqual([expect.stringContaining("keeps it whole")]);
    expect(doubts("数控机床")).toEqual([expect.stringContaining("composed of words")]);
  });
});

describe("a trial of synonyms", () => {
  it("counts the texts that hold each term, and shows what queries would also look for", () => {
    const trial = tryGroup("微反应器, 微通道反应器");
    for (const text of ["微反应器", "微通道反应器", "微通道反应器与微反应器"]) trial.look(text);
    expect(trial.standings.map(({ term, holding }) => [term, holding])).toEqual([
      ["微反应器", 2],
      ["微通道反应器", 2],
    ]);
    expect(trial.query("微反应器")).toEqual({ before: [], after: ["微通道反应器"] });
    expect(trial.query("轴承")).toBeUndefined();
  });
});

describe("npm run dictionary", () => {
  const texts = file(
    "texts.jsonl",
    '{"id":"1","title":"微反应器","abstract":"采用微反应器合成"}',
    "",
    '{"text":"轴承"}',
  );
  const queries = file("queries.txt", "微反应器", '{"text":"轴承"}');

  it("tells in either language what texts and queries say of words and groups", () => {
    const words = ["微反应器", "轴承, 軸承座", "--texts", texts, "--queries", queries];
    const english = run("C", ...words);
    expect(english).toMatchObject({ status: 0, stderr: "" });
    expect(english.stdout).toContain("1 of 2 texts hold it, 1 are cut otherwise");
    expect(english.stdout).toContain("1 of 2 queries are cut otherwise\n    now   微/反应器\n    then  微反应器");
    expect(english.stdout).toContain("轴承: in 1 of 2 texts");
    expect(english.stdout).toContain("1 of 2 queries also find other terms");
    expect(run("zh_CN.UTF-8", ...words).stdout).toContain("2 篇文本中有 1 篇含有它，其中 1 篇的切分会改变");
  });

  it("reads the documents of a data folder beside who writes them, and when nobody does", async () => {
    const folder = join(data, "served");
    const index = await createGeneration(join(folder, "index"));
    await index.write([aDocument({ title: "微反应器", text: "采用微反应器合成" })]);
    await swapGeneration(join(folder, "index"), index.name);
    const said = "1 of 1 texts hold it, 1 are cut otherwise";
    expect(run("C", "微反应器", "--data", folder).stdout).toContain(said);
    await index.close();
    expect(run("C", "微反应器", "--data", folder).stdout).toContain(said);
    expect([...readTexts(join(folder, "index"), index.name)]).toEqual([
      { title: "微反应器", text: "采用微反应器合成" },
    ]);
  });

  it.each([
    [[], "A word or a group of synonyms is needed"],
    [["微反应器", "--texts", join(data, "none.jsonl")], "There is no file"],
    [["微反应器", "--texts", file("bad.jsonl", '{"text":"a"}', "b")], "bad.jsonl:2: an object"],
    [["微反应器", "--data", join(data, "nothing")], "no index in"],
    [["a => b => c", "--texts", texts], "two terms or more are needed"],
    [["--word", "a"], "--word"],
  ])("refuses %j and says why", (words, why) => {
    expect(run("C", ...words)).toMatchObject({ status: 2, stderr: expect.stringContaining(why) });
  });
});

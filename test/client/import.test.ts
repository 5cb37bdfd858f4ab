import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Actor } from "@lianchuang/shared/actor";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createClient } from "../../packages/client/src/client.ts";
import { run } from "../../packages/client/src/import/run.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { newTable, newWorld, type World } from "../support/world.ts";

const url = "http://lianchuang.test";
const corpus = "test/data/csl-200.jsonl";
const map = ["--map", "externalId=id,body=abstract"];
type Fetch = TestDoor["fetch"];
interface Paper {
  id: string;
  title: string;
  abstract: string;
}

let folder: string;
let papers: Paper[];
let world: World;
let door: TestDoor;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-"));
  papers = (await readFile(corpus, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Paper);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  world = await newWorld(await newTable());
  door = newDoor(world);
});

const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};
const jsonl = (records: readonly unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join("");

interface Setting {
  actor?: Actor;
  fetch?: Fetch;
  stop?: AbortSignal;
  input?: Readable;
}
const command = async (words: readonly string[], { actor, fetch, stop, input }: Setting = {}) => {
  let out = "";
  let err = "";
  const code = await run(
    ["--url", url, "--token", door.tokenOf(actor ?? world.engineer), "--language", "en", ...words],
    {
      out: (text) => (out += text),
      err: (text) => (err += text),
      input: () => input ?? Readable.from([]),
      redraws: false,
      stop: stop ?? new AbortController().signal,
      fetch: fetch ?? door.fetch,
    },
  );
  return { code, out, err, id: /imp_\w{26}/.exec(out)?.[0] ?? "" };
};
const importing = (words: readonly string[], setting?: Setting) => command(["--kind", "case", ...words], setting);

const client = (actor: Actor = world.engineer) =>
  createClient({ url, token: door.tokenOf(actor), fetch: door.fetch, language: "en" });
const byExternalId = async (externalId: string, actor: Actor = world.engineer) => {
  const [item, ...more] = (await client(actor).call("listCases", { query: { externalId } })).body.items;
  expect(more).toEqual([]);
  return item && (await client(actor).call("getCase", { params: { id: item.id } }));
};
const counts = (numbers: Partial<Record<"new" | "changed" | "same" | "invalid" | "conflict", number>>): string => {
  const all = { new: 0, changed: 0, same: 0, invalid: 0, conflict: 0, ...numbers };
  return Object.entries(all)
    .flat()
    .join("  ")
    .replaceAll(/([a-z])  (\d)/g, "$1 $2");
};

describe("an import", () => {
  it("brings in every row once; again it changes nothing", async () => {
    const first = await importing([...map, "--publish", "--audience", "public", corpus], { actor: world.secretary });
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining(counts({ new: 200 })) });
    expect(first.out).toContain("Source fields not imported: keywords, discipline, category");
    expect(first.out).toContain("To complete: 200 cases lack facts; missing most: mode 200");
    expect(first.out).toContain(`--language en --undo ${first.id}`);
    const [paper] = papers;
    expect((await byExternalId(paper?.id ?? "", world.secretary))?.body).toMatchObject({
      title: paper?.title,
      body: paper?.abstract,
      state: "published",
      audience: "public",
      revision: 1,
    });
    const again = await importing([...map, "--publish", "--audience", "public", corpus], { actor: world.secretary });
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining(counts({ same: 200 })) });
    expect(again.out).not.toContain("--undo");
    const written = await client(world.secretary).call("listImportRows", { params: { id: again.id } });
    expect(written.body.items).toEqual([]);
  });

  it("writes a changed row as the next version of its case, and leaves alone what people changed", async () => {
    await importing([...map, corpus]);
    const byHand = await byExternalId(papers[4]?.id ?? "");
    const params = { id: byHand?.body.id ?? "" };
    await client().call("changeCase", { params, body: { title: "手工修改" }, ifMatch: byHand?.etag ?? "" });
    const changed = papers.map((paper, at) => (at < 5 ? { ...paper, title: `${paper.title}（修订）` } : paper));
    const second = await importing([...map, await file("changed.jsonl", jsonl(changed))]);
    expect(second).toMatchObject({
      code: 1,
      out: expect.stringContaining(counts({ changed: 4, same: 195, conflict: 1 })),
    });
    expect(second.out).toMatch(/line 5 {2}\/externalId {2}somebody changed this case/);
    expect((await byExternalId(papers[0]?.id ?? ""))?.body).toMatchObject({ title: changed[0]?.title, revision: 2 });
    expect((await byExternalId(papers[4]?.id ?? ""))?.body.title).toBe("手工修改");
  });

  it("reports each of ten broken rows by line and field, and brings in the rest", async () => {
    const good = papers.map((paper) => JSON.stringify(paper));
    const broken: [line: number, text: string, said: string][] = [
      [3, "{oops}", "not JSON from column 2 on"],
      [10, '{"id":"a","title":"未完', "not JSON from column 22 on"],
      [20, "[1, 2]", "is not of type object"],
      [30, jsonl([{ id: "b", title: "", abstract: "正文" }]), "/title  must hold more than white space"],
      [40, jsonl([{ title: "没有编号" }]), "/externalId  needed"],
      [50, jsonl([{ id: "c", title: "题", abstract: "甲".repeat(20_001) }]), "/body  at most 20000 characters"],
      [60, jsonl([{ ...papers[0], title: "重复的编号" }]), "/externalId  csl-dev-0000 is on line 1 already"],
      [70, '{"id":"d","title":"半个\\ud83d"}', "/title  holds half a surrogate pair"],
      [80, jsonl([{ id: "e", title: "题", industry: "9999" }]), "/industry"],
      [90, `{"id":"f","title":"${"长".repeat(400_000)}"}`, "this line is longer than 1048576 bytes"],
    ];
    for (const [line, text] of broken) good.splice(line - 1, 0, text.trimEnd());
    const errors = join(folder, "errors.jsonl");
    const result = await importing([...map, "--errors", errors, await file("broken.jsonl", good.join("\r\n"))]);
    expect(result).toMatchObject({ code: 1, out: expect.stringContaining(counts({ new: 200, invalid: 10 })) });
    const lines = result.out.split("\n").filter((line) => line.startsWith("  line "));
    expect(lines.length).toBe(10);
    for (const [at, [line, , said]] of broken.entries()) {
      expect(lines[at]).toMatch(new RegExp(`^ {2}line ${line} {2}`));
      expect(lines[at]).toContain(said);
    }
    const written = (await readFile(errors, "utf8")).trim().split("\n");
    expect(written.map((row) => (JSON.parse(row) as { line: number }).line)).toEqual(broken.map(([line]) => line));
  });

  it("lists at most fifty bad rows and says how to get all", async () => {
    const records = papers.slice(0, 60).map(({ id }) => ({ externalId: id }));
    const result = await importing([await file("sixty.jsonl", jsonl(records))]);
    expect(result.out.split("\n").filter((line) => line.startsWith("  line ")).length).toBe(50);
    expect(result.out).toContain("and 10 more; --errors FILE");
  });

  it("finds a row that makes the door refuse the whole request, and brings in its neighbours", async () => {
    const rows = papers.slice(0, 9).map(({ id, title }) => JSON.stringify({ externalId: id, title }));
    rows.splice(4, 0, '{"__proto__":{"a":1},"title":"题"}', `{"title":${"[".repeat(40)}${"]".repeat(40)}}`);
    const result = await importing([await file("poison.jsonl", rows.join("\n"))]);
    expect(result).toMatchObject({ code: 1, out: expect.stringContaining(counts({ new: 9, invalid: 2 })) });
    expect(result.out).toMatch(/line 5 {2}\/__proto__ {2}this name is reserved/);
    expect(result.out).toMatch(/line 6 {2}\/title\S* {2}nested deeper/);
  });

  it("takes a byte order mark, CRLF, blank lines and a last line without end, and names lines that are not UTF-8", async () => {
    const row = (id: string) => JSON.stringify({ externalId: id, title: "题" });
    const content = Buffer.concat([
      Buffer.from(`\uFEFF${row("一")}\r\n\r\n  \n${row("二")}\n`),
      Buffer.from([0x7b, 0xd6, 0xd0, 0xce, 0xc4, 0x7d, 0x0a]),
      Buffer.from(row("三")),
    ]);
    const result = await importing([await file("mixed.jsonl", content)]);
    expect(result).toMatchObject({ code: 1, out: expect.stringContaining(counts({ new: 3, invalid: 1 })) });
    expect(result.out).toMatch(/line 5 {2}this is not UTF-8/);
    expect((await importing([await file("empty.jsonl", "")])).out).toContain("Done: 0 rows");
  });

  it("keeps every request within the door's bounds", async () => {
    const sizes: number[] = [];
    const fetch: Fetch = (input, init) => {
      if (typeof init?.body === "string") sizes.push(Buffer.byteLength(init.body));
      return door.fetch(input, init);
    };
    const large = papers.slice(0, 10).map(({ id }) => ({ externalId: id, title: "题", body: "大".repeat(300_000) }));
    expect((await importing([await file("large.jsonl", jsonl(large))], { fetch })).out).toContain(
      counts({ invalid: 10 }),
    );
    expect(Math.max(...sizes)).toBeLessThan(4_100_000);
    expect(sizes.length).toBe(1 + 3);
  });

  it("writes nothing in a dry run, and says what would happen", async () => {
    await importing([...map, await file("half.jsonl", jsonl(papers.slice(0, 100)))]);
    const result = await importing([...map, "--dry-run", corpus]);
    expect(result).toMatchObject({ code: 0, out: expect.stringContaining(counts({ new: 100, same: 100 })) });
    expect(result.out).toContain("Dry run: 200 rows, no case was written");
    expect(result.out).not.toContain("--undo");
    expect(await byExternalId(papers[150]?.id ?? "")).toBeUndefined();
  });

  it("without --map has the rows with fields no case has invalid; with it leaves those fields out and names them", async () => {
    const path = await file("more.jsonl", jsonl([{ externalId: "多-1", title: "题", colour: "red" }]));
    const strict = await importing([path]);
    expect(strict).toMatchObject({ code: 1, out: expect.stringContaining(counts({ invalid: 1 })) });
    expect(strict.out).toMatch(/line 1 {2}.*colour/);
    const mapped = await importing(["--map", "title=title", path]);
    expect(mapped).toMatchObject({ code: 0, out: expect.stringContaining(counts({ new: 1 })) });
    expect(mapped.out).toContain("Source fields not imported: colour");
  });

  it("reads standard input for -, and remembers no file of it", async () => {
    const bytes = await readFile(corpus);
    const pieces = [bytes.subarray(0, 1000), bytes.subarray(1000, 70_001), bytes.subarray(70_001)];
    const result = await importing([...map, "-"], { input: Readable.from(pieces) });
    expect(result).toMatchObject({ code: 0, out: expect.stringContaining(counts({ new: 200 })) });
    expect((await client().call("getImport", { params: { id: result.id } })).body).not.toHaveProperty("fileName");
    const utf16 = await importing(["-"], { input: Readable.from([Buffer.from("\ufeff{}", "utf16le")]) });
    expect(utf16).toMatchObject({ code: 2, err: expect.stringContaining("FILE: standard input is UTF-16") });
    expect((await importing(["-"])).out).toContain("Done: 0 rows");
  });

  it("warns of source fields in --map that the file does not have", async () => {
    const result = await importing(["--map", "externalId=id,body=abstrct", corpus]);
    expect(result.out).toContain("these source fields of --map are nowhere in the file: abstrct");
    expect(result.out).toContain("not imported: abstract, keywords");
  });
});

describe("an interrupted import", () => {
  const rows = (input: unknown): boolean => String(input).endsWith("/rows");

  it("says how to go on, and goes on without doubling or losing a row", async () => {
    const stop = new AbortController();
    let sent = 0;
    const fetch: Fetch = async (input, init) => {
      const answer = await door.fetch(input, init);
      if (rows(input) && ++sent === 3) stop.abort(new Error("interrupted"));
      return answer;
    };
    const first = await importing([...map, corpus], { fetch, stop: stop.signal });
    expect(first).toMatchObject({ code: 2, err: expect.stringMatching(/^Interrupted\.\nNothing written is lost/) });
    expect(first.err).toContain(`--map externalId=id,body=abstract --resume ${first.id} ${corpus}`);
    const second = await importing([...map, "--resume", first.id, corpus]);
    expect(second).toMatchObject({ code: 0, id: first.id, out: expect.stringContaining(counts({ new: 200 })) });
    const written = await client().call("listImportRows", { params: { id: first.id }, query: { limit: 100 } });
    expect(new Set(written.body.items.map((row) => row.revision))).toEqual(new Set([1]));
    expect((await byExternalId(papers[0]?.id ?? ""))?.body.revision).toBe(1);
  });

  it("says so too when the server has gone", async () => {
    let sent = 0;
    const fetch: Fetch = (input, init) =>
      rows(input) && ++sent > 2
        ? Promise.resolve(new Response("{}", { status: 503, headers: { "retry-after": "0" } }))
        : door.fetch(input, init);
    const result = await importing([...map, corpus], { fetch });
    expect(result).toMatchObject({ code: 2, out: expect.stringContaining("Not finished: 100 rows done") });
    expect(result.err).toContain(`--resume ${result.id}`);
  });

  it("counts what came in beside the request that failed, and says how to undo it", async () => {
    const second = Promise.withResolvers<void>();
    let sent = 0;
    const fetch: Fetch = async (input, init) => {
      if (!rows(input)) return door.fetch(input, init);
      if (++sent === 1) return second.promise.then(() => new Response("gone", { status: 500 }));
      const answer = await door.fetch(input, init);
      second.resolve();
      return answer;
    };
    const result = await importing([...map, corpus], { fetch });
    expect(result).toMatchObject({ code: 2, out: expect.stringContaining("Not finished: 50 rows done") });
    expect(result.out).toContain(`--undo ${result.id}`);
  });

  it("goes on only as it was opened", async () => {
    const { id } = await importing([...map, corpus]);
    const result = await importing([...map, "--audience", "public", "--resume", id, corpus]);
    expect(result).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^--audience: differs from how --resume imp_/),
    });
  });

  it("goes on only with the file it was opened with, by its name", async () => {
    const { id } = await importing([...map, corpus]);
    const other = await file("other.jsonl", jsonl(papers));
    const refused = await importing([...map, "--resume", id, other]);
    expect(refused).toMatchObject({
      code: 2,
      out: "",
      err: `FILE: ${id} was opened with csl-200.jsonl, now other.jsonl is given; give csl-200.jsonl, or leave --resume out to import as new.\n`,
    });
    const input = Readable.from([await readFile(corpus)]);
    expect((await importing([...map, "--resume", id, "-"], { input })).err).toContain("now standard input is given");
    const moved = await file("csl-200.jsonl", jsonl(papers));
    expect(await importing([...map, "--resume", id, moved])).toMatchObject({ code: 0, id });
  });

  it("from standard input says how to go on, and does so from there or from a file", async () => {
    const stop = new AbortController();
    const bytes = await readFile(corpus);
    async function* endless() {
      yield bytes;
      stop.abort(new Error("interrupted"));
      await new Promise(() => {});
    }
    const first = await importing([...map, "-"], { input: Readable.from(endless()), stop: stop.signal });
    expect(first).toMatchObject({ code: 2, err: expect.stringMatching(/^Interrupted\.\n/) });
    expect(first.err).toMatch(
      new RegExp(`give the same on standard input again to: npm run import -- .* --resume ${first.id} -\n`),
    );
    const second = await importing([...map, "--resume", first.id, "-"], { input: Readable.from([bytes]) });
    expect(second).toMatchObject({ code: 0, id: first.id, out: expect.stringContaining(counts({ new: 200 })) });
    expect(await importing([...map, "--resume", first.id, corpus])).toMatchObject({ code: 0, id: first.id });
  });

  it("that was undone is not resumed, and nobody is told to; nor when it is undone meanwhile", async () => {
    const { id } = await importing([...map, corpus]);
    await command(["--undo", id]);
    const undone = await importing([...map, "--resume", id, corpus]);
    expect(undone).toMatchObject({
      code: 2,
      out: "",
      err: `--resume: ${id} was undone, or is being undone, and takes no more rows; leave --resume out to import as new.\n`,
    });
    let sent = 0;
    const fetch: Fetch = async (input, init) => {
      if (rows(input) && ++sent === 2) {
        const [batch] = (await client().call("listImports")).body.items;
        await command(["--undo", batch?.id ?? ""]);
      }
      return door.fetch(input, init);
    };
    const meanwhile = await importing([...map, corpus], { fetch });
    expect(meanwhile).toMatchObject({ code: 2, err: expect.stringContaining("it takes no more rows") });
    expect(meanwhile.err).not.toContain("--resume");
  });

  it("has each effect once and the same outcomes when answers get lost", async () => {
    let sent = 0;
    const lost = new Set<number>();
    const fetch: Fetch = async (input, init) => {
      const answer = await door.fetch(input, init);
      const number = ++sent;
      if (number % 2 === 1) {
        lost.add(number);
        throw new TypeError("fetch failed");
      }
      return answer;
    };
    const result = await importing([...map, corpus], { fetch });
    expect(result).toMatchObject({ code: 0, out: expect.stringContaining(counts({ new: 200 })) });
    expect(lost.size).toBeGreaterThanOrEqual(3);
    expect((await client().call("listImports")).body.items.map((item) => item.id)).toEqual([result.id]);
    for (const paper of papers.slice(0, 60)) expect((await byExternalId(paper.id))?.body.revision).toBe(1);
  });
});

describe("undoing an import", () => {
  it("withdraws new cases, restores changed ones, keeps and names what people changed since", async () => {
    await importing([...map, await file("two.jsonl", jsonl(papers.slice(0, 2)))]);
    const changed = papers.map((paper) => ({ ...paper, title: `${paper.title}（二）` }));
    const { id } = await importing([...map, await file("second.jsonl", jsonl(changed))]);
    const byHand = await byExternalId(papers[7]?.id ?? "");
    const params = { id: byHand?.body.id ?? "" };
    await client().call("changeCase", { params, body: { lessons: "手工补充" }, ifMatch: byHand?.etag ?? "" });
    const undone = await command(["--undo", id]);
    expect(undone).toMatchObject({ code: 1, out: expect.stringContaining(`Undone ${id}: 199 rows`) });
    expect(undone.out).toContain(
      `Kept 1 rows (changed since, by hand or by a later import):\n  line 8  ${params.id}\n`,
    );
    expect((await byExternalId(papers[0]?.id ?? ""))?.body).toMatchObject({ title: papers[0]?.title, state: "draft" });
    expect((await byExternalId(papers[9]?.id ?? ""))?.body.state).toBe("withdrawn");
    expect((await byExternalId(papers[7]?.id ?? ""))?.body).toMatchObject({ state: "draft", lessons: "手工补充" });
    const again = await command(["--undo", id]);
    expect(again).toMatchObject({ code: 1, out: expect.stringContaining(`Undone ${id}: 0 rows in this run`) });
    expect(again.out).toContain(`  line 8  ${params.id}`);
  });

  it("keeps what a later import changed, says to undo that one first, and the same command then undoes it", async () => {
    const three = papers.slice(0, 3);
    const first = await importing([...map, await file("a.jsonl", jsonl(three))]);
    const changed = three.slice(0, 2).map((paper) => ({ ...paper, title: `${paper.title}（二）` }));
    const second = await importing([...map, await file("b.jsonl", jsonl(changed))]);
    const byHand = await byExternalId(papers[2]?.id ?? "");
    const params = { id: byHand?.body.id ?? "" };
    await client().call("changeCase", { params, body: { title: "手工修改" }, ifMatch: byHand?.etag ?? "" });

    const tooEarly = await command(["--undo", first.id]);
    expect(tooEarly).toMatchObject({ code: 1, out: expect.stringContaining(`Undone ${first.id}: 0 rows (`) });
    expect(tooEarly.out).toContain("Kept 3 rows (changed since, by hand or by a later import):\n  line 1");
    expect(tooEarly.out).toContain("undo that one first, then run the same command again");
    expect(await command(["--undo", second.id])).toMatchObject({ code: 0, out: expect.stringContaining("2 rows") });
    const then = await command(["--undo", first.id]);
    expect(then).toMatchObject({ code: 1, out: expect.stringContaining(`Undone ${first.id}: 2 rows in this run`) });
    expect(then.out).toContain(`Kept 1 rows (changed since, by hand or by a later import):\n  line 3  ${params.id}\n`);
    expect((await byExternalId(papers[0]?.id ?? ""))?.body.state).toBe("withdrawn");
    expect((await byExternalId(papers[2]?.id ?? ""))?.body).toMatchObject({ title: "手工修改", state: "draft" });
  });

  it("says that it was undone before only where nothing is left of it", async () => {
    const { id } = await importing([...map, corpus]);
    expect(await command(["--undo", id])).toMatchObject({ code: 0, out: expect.stringContaining("200 rows (new") });
    expect(await command(["--undo", id])).toMatchObject({
      code: 0,
      out: `${id} was undone before; there is nothing to do.\n`,
    });
  });

  it("when interrupted says how to go on; the same command does, counts its own rows and names all that were kept", async () => {
    const { id } = await importing([...map, corpus]);
    const byHand = await byExternalId(papers[199]?.id ?? "");
    const params = { id: byHand?.body.id ?? "" };
    await client().call("changeCase", { params, body: { lessons: "手工补充" }, ifMatch: byHand?.etag ?? "" });
    const stop = new AbortController();
    let steps = 0;
    const undoing = (input: unknown): boolean => String(input).endsWith("/undo");
    const fetch: Fetch = (input, init) => {
      if (undoing(input) && ++steps === 4) stop.abort(new Error("interrupted"));
      return door.fetch(input, init);
    };
    const first = await command(["--undo", id], { fetch, stop: stop.signal });
    expect(first).toEqual({
      code: 2,
      out: `Not finished: ${id}, 99 rows undone in this run\n`,
      err: "Interrupted.\nTo go on undoing from here, run the same command again.\n",
      id,
    });
    const second = await command(["--undo", id]);
    expect(second.code).toBe(1);
    expect(second.out).toMatch(new RegExp(`^Undone ${id}: (50|100) rows in this run`));
    expect(second.out).toContain(`  line 200  ${params.id}\n`);
    for (const paper of papers.slice(0, 199)) expect((await byExternalId(paper.id))?.body.state).toBe("withdrawn");
  });

  it("of another's import gives no advice to go on", async () => {
    const { id } = await importing([...map, corpus]);
    const refused = await command(["--undo", id], { actor: world.secretary });
    expect(refused).toMatchObject({ code: 2, out: "", err: expect.stringContaining("HTTP 403") });
    expect(refused.err).not.toContain("again");
  });

  it("off a terminal does not speak at every step", async () => {
    const { id } = await importing([...map, corpus]);
    const steps = papers.length / 50;
    expect((await command(["--undo", id])).err.split("\n").length - 1).toBeLessThan(steps);
  });

  it("has its effect once when answers get lost", async () => {
    const { id } = await importing([...map, corpus]);
    let sent = 0;
    const fetch: Fetch = async (input, init) => {
      const answer = await door.fetch(input, init);
      if (++sent % 2 === 1) throw new TypeError("fetch failed");
      return answer;
    };
    expect(await command(["--undo", id], { fetch })).toMatchObject({ code: 0 });
    for (const paper of papers.slice(0, 60))
      expect((await byExternalId(paper.id))?.body).toMatchObject({ state: "withdrawn", revision: 2 });
  });
});

describe("what the command refuses", () => {
  const base = ["--url", url, "--token", "t"];
  it.each([
    [["--url", "lianchuang"], "--url：不能为 lianchuang；形如 http://"],
    [["--url", url], "--token：必填"],
    [["--url", url, "--token", "秘密"], "--token：不能为 ***；访问令牌"],
    [[...base, corpus], "--kind：必填；可选：case"],
    [[...base, "--kind", "need", corpus], "--kind：不能为 need；可选：case"],
    [[...base, "--kind", "case"], "FILE：必填"],
    [[...base, "--kind", "case", "a", "b"], "FILE：必填；只能给一个"],
    [[...base, "--kind", "case", "--map", "boy=abstract", corpus], "--map：不能为 boy；可选：title、"],
    [[...base, "--kind", "case", "--map", "body", corpus], "--map：不能为 body；形如"],
    [[...base, "--kind", "case", "--audience", "all", corpus], "--audience：不能为 all；可选：members、public"],
    [[...base, "--kind", "case", "--organisation", "x", corpus], "--organisation：不能为 x；形如 org_"],
    [[...base, "--kind", "case", "--resume", "x", corpus], "--resume：不能为 x；形如 imp_"],
    [[...base, "--undo", "imp_01JD0000000000000000000000", "--publish"], "--publish：不能与 --undo"],
    [[...base, "--frob"], "--frob：没有此选项"],
    [["--token", "--url", url], "--token：缺少取值"],
    [["--language", "fr"], "--language：不能为 fr；可选：zh、en"],
    [[...base, "--kind", "case", "no-such-file.jsonl"], "FILE：无法打开 no-such-file.jsonl（ENOENT）"],
    [[...base, "--kind", "case", "test"], "FILE：无法打开 test（EISDIR）"],
  ])("%j", async (words, said) => {
    let err = "";
    const { signal } = new AbortController();
    const say = (text: string) => (err += text);
    const input = () => Readable.from([]);
    expect(await run(words, { out: say, err: say, input, redraws: false, stop: signal, fetch: door.fetch })).toBe(2);
    expect(err).toContain(said);
  });

  it("what the door refuses, in the door's words", async () => {
    const result = await importing([...map, "--publish", corpus]);
    expect(result).toMatchObject({
      code: 2,
      err: expect.stringContaining("only the secretariat may import as published"),
    });
  });
});

describe("the command line", () => {
  /** The door on a real port; `served` is told after each request how many there were. */
  const listen = async (served: (requests: number) => void) => {
    let requests = 0;
    const answer = async (request: IncomingMessage, response: ServerResponse) => {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Uint8Array>));
      const { method = "GET", headers } = request;
      const init = { method, headers: headers as Record<string, string>, ...(body.length > 0 && { body }) };
      const given = await door.fetch(`${url}${request.url ?? ""}`, init);
      served(++requests);
      response.writeHead(given.status, Object.fromEntries(given.headers));
      response.end(await given.text());
    };
    const server = createServer((request, response) => void answer(request, response));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };

  it("imports through a real server, and on Ctrl-C says how to go on", async () => {
    const children: ChildProcess[] = [];
    const { server, address } = await listen((requests) => requests === 3 && children[0]?.kill("SIGINT"));
    const words = ["--url", address, "--token", door.tokenOf(world.engineer), "--kind", "case", ...map, corpus];
    const start = async () => {
      const child = spawn(process.execPath, ["packages/client/src/import.ts", ...words], { stdio: "pipe" });
      children.push(child);
      let text = "";
      child.stdout.on("data", (chunk) => (text += String(chunk)));
      child.stderr.on("data", (chunk) => (text += String(chunk)));
      const [code] = (await once(child, "close")) as [number];
      return { code, text };
    };
    const stopped = await start();
    expect(stopped).toMatchObject({ code: 2, text: expect.stringContaining("已中断") });
    expect(stopped.text).toMatch(/继续导入：npm run import -- .* --resume imp_/);
    expect(await start()).toMatchObject({ code: 0, text: expect.stringContaining("完成：共 200 行") });
    server.close();
  });
});

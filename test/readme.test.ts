// The README is kept true: its commands are run as written, only port and folder differ; both languages give the same ones.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newFolder, type Running, startProduct, until } from "./support/machine.ts";

const root = resolve(import.meta.dirname, "..");
const run = promisify(execFile);

/** The lines of the blocks marked as shell. */
const commandsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), "utf8").matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) =>
    (block[1] ?? "").trim().split("\n"),
  );

/** What each shell block is said to print, as a pattern: `…` stands for anything, line ends within JSON for nothing. */
const printedOf = (file: string): (RegExp | undefined)[] =>
  [...readFileSync(join(root, file), "utf8").matchAll(/```sh\n[\s\S]*?```(?:\n\n```(json)?\n([\s\S]*?)```)?/g)].map(
    ([, json, text]) => {
      if (text === undefined) return undefined;
      const printed = json ? text.replaceAll("\n", "") : text.trim();
      // Ids begin with the time they were made at.
      const timeless = printed.replaceAll(/_[0-9A-Z]+…/g, "_…");
      const escaped = timeless.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      return new RegExp(escaped.replaceAll("…", String.raw`[\s\S]*?`));
    },
  );

const { data, remove } = newFolder();
let running: Running;
/** What the commands kept in variables of the shell. */
const kept: Record<string, string> = {};
beforeAll(async () => {
  running = await startProduct(data);
}, 60_000);
afterAll(async () => {
  await running.stop();
  remove();
});

/** Runs a command of the README in a shell, against the folder and address of this test. */
const shell = async (command: string): Promise<string> => {
  const here = command
    .replaceAll("http://127.0.0.1:8787", running.url)
    .replace("--as secretariat", `--as secretariat --data ${data}`)
    .replace(/^[A-Z]+=\$\((.*)\)$/, "$1");
  const { stdout } = await run("bash", ["-c", here], { cwd: root, env: { ...process.env, ...kept } });
  const [, variable] = /^([A-Z]+)=/.exec(command) ?? [];
  if (variable !== undefined) kept[variable] = stdout.trim();
  return stdout;
};

describe("the README", () => {
  const [start = "", tokenCommand = "", importCommand = "", searchCommand = "", ...rest] = commandsOf("README.md");
  const [reads, cooperation] = [rest.slice(0, 3), rest.slice(3)];

  it("gives the same commands in both languages, the first of them npm start", () => {
    expect(commandsOf("README.zh-CN.md")).toEqual(commandsOf("README.md"));
    expect(start).toBe("npm start");
    expect(rest.length).toBe(9);
  });

  it("names only scripts there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = ["README.md", "README.zh-CN.md"].flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/npm run (?:-s )?([\w:]+)/g)].map((match) => match[1] ?? ""),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });

  it("walks its first walk: start, token, import, search, read; each prints what it says", async () => {
    const as = (text: string) => text.replaceAll(running.url, "http://127.0.0.1:8787");
    const [started, , imported, found = /^$/] = printedOf("README.md");
    expect(as(running.said.join("\n"))).toMatch(started ?? /^$/);
    expect(printedOf("README.zh-CN.md").slice(1)).toEqual(printedOf("README.md").slice(1));
    await shell(tokenCommand);
    expect(as(await shell(importCommand))).toMatch(imported ?? /^$/);
    expect(await shell(importCommand)).toContain("same 200");
    await until("search has followed", async () => (await shell(searchCommand)).includes("csl-dev-0003"));
    expect(await shell(searchCommand)).toMatch(found);
    for (const read of reads) expect(JSON.parse(await shell(read))).not.toHaveProperty("status");
  }, 60_000);

  it("posts a need, finds who may answer it among the demonstration, and answers", async () => {
    const [post = "", submit = "", open = "", matches = "", choose = "", answer = ""] = cooperation;
    const [said = /^$/] = printedOf("README.md").slice(7, 8);
    expect((await shell(post)).trim()).toMatch(/^coop_/);
    for (const command of [submit, open]) expect(JSON.parse(await shell(command))).toHaveProperty("revision");
    await until("the need has a match", async () => (await shell(matches)).includes("热误差建模"));
    expect(await shell(matches)).toMatch(said);
    await shell(choose);
    expect(JSON.parse(await shell(answer))).toMatchObject({ state: "proposed", side: "partner" });
  }, 60_000);

  it("removes the demonstration as it says, and nothing else", async () => {
    const said = await shell(`npm run -s demo -- remove --data ${data}`);
    expect(said).toContain("3 demonstration organisations were retired");
    const answer = await fetch(`${running.url}/v1/organisations`);
    const { items } = (await answer.json()) as { items: { fictitious?: boolean }[] };
    expect([items.length, items.some(({ fictitious }) => fictitious)]).toEqual([1, false]);
    expect(await shell(`npm run -s demo -- remove --data ${data}`)).toContain("0 demonstration organisations");
  });
});

// What an operator reads, in the language of the locale.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const script = (name: string) => join(resolve(import.meta.dirname, "../../packages/local/src"), name);
const run = (name: string, locale: string, ...words: string[]) =>
  spawnSync(process.execPath, [script(name), ...words], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: locale },
  });

describe("an operator's command", () => {
  it("speaks Chinese in a Chinese locale, English in any other", () => {
    expect(run("token.ts", "zh_CN.UTF-8").stderr).toContain("--as：必填");
    expect(run("token.ts", "C.UTF-8").stderr).toContain("--as is needed");
  });

  it("explains itself, names what it does not know, and makes nothing where there is nothing", () => {
    expect(run("start.ts", "C", "--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--port") });
    expect(run("restore.ts", "C", "--form", "x")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--form"),
    });
    // What is left of `npm start --port 9000`, without a -- of npm's own.
    expect(run("start.ts", "C", "9000")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("9000: this word"),
    });
    expect(run("start.ts", "zh_CN.UTF-8", "9000").stderr).toContain("不认识这个词");
    const nowhere = join(import.meta.dirname, "nothing-here");
    expect(run("doctor.ts", "C", "--data", nowhere)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("npm start"),
    });
    expect(run("doctor.ts", "C", "--data", nowhere).stderr).toContain("nothing");
  });
});

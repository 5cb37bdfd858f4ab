// What deploys from GitHub holds no key, runs only actions that cannot change under it, and begins nothing unchecked.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, ".github/workflows");
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
const all = workflows.map(({ text }) => text).join("\n");
const [deploy = ""] = workflows.filter(({ name }) => name === "deploy.yml").map(({ text }) => text);
/** A job of deploy.yml, by its name, up to the next. */
const jobOf = (name: string): string =>
  new RegExp(`^  ${name}:\n((?: {4}.*\n|\n| {2}#.*\n)+)`, "m").exec(deploy)?.[1] ?? "";

describe("the workflows", () => {
  it("run actions by their commit, with the version beside, or files of this repository", () => {
    const used = [...all.matchAll(/uses: (.+)/g)].map(([, what = ""]) => what);
    expect(used.length).toBeGreaterThan(5);
    for (const what of used)
      expect(what).toMatch(/^([\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/workflows\/[\w-]+\.yml)$/);
    for (const [, file = ""] of all.matchAll(/uses: \.\/(.+)/g)) expect(existsSync(join(root, file))).toBe(true);
  });

  it("hold no key: the cloud is entered as a role that a variable names", () => {
    expect(all).not.toMatch(/secrets\.|access-key/);
    expect(all).toContain("role-to-assume: ${{ vars.AWS_ROLE }}");
  });

  it("let GitHub speak for a job only where the cloud is entered", () => {
    const entering = ["staging", "production-diff", "production"];
    for (const job of entering) expect(jobOf(job)).toContain("id-token: write");
    for (const job of ["check", "synth"]) expect(jobOf(job)).not.toMatch(/id-token|stage\.yml|^$/);
    expect(deploy.match(/id-token: write/g)).toHaveLength(entering.length);
  });

  it("go to staging only from main, checked and drawn, and to production only after the difference was shown", () => {
    expect(jobOf("staging")).toContain("if: github.ref == 'refs/heads/main'\n    needs: [check, synth]");
    expect(jobOf("production-diff")).toMatch(/needs: staging\n[\s\S]*deploy: false/);
    expect(jobOf("production")).toMatch(/needs: production-diff\n[\s\S]*environment: production\n[\s\S]*deploy: true/);
  });

  it("begin only commands there are", () => {
    expect(existsSync(join(root, ".ci/run"))).toBe(true);
    const scripts = [...all.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = ""]) => name);
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
    expect(scripts.length).toBeGreaterThan(0);
  });
});

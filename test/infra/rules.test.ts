// The rules of others that the plan keeps: cdk-nag's AwsSolutions with few exceptions, each with its reason; cfn-lint without an error.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchPackages, findPython } from "../engines/python.ts";
import { contexts, draw } from "../support/stage.ts";

const names = Object.keys(contexts) as (keyof typeof contexts)[];

describe("the rules of cdk-nag", () => {
  it.each(names)(
    "are kept by %s, with at most 15 exceptions, each for a reason",
    (context) => {
      const { app } = draw(context);
      const assembly = app.synth();
      const exceptions = app.node
        .findAll()
        .flatMap(({ node }) => node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY))
        .map(({ data }) => JSON.stringify(data));
      expect(exceptions.length).toBeGreaterThan(0);
      expect(new Set(exceptions).size).toBeLessThanOrEqual(15);
      for (const exception of exceptions) expect(exception).toMatch(/\w{3,}( [\w',;:.*-]+){5,}/);
      const report = JSON.parse(readFileSync(join(assembly.directory, "validation-report.json"), "utf8")) as object;
      expect(JSON.stringify(report)).not.toContain('"conclusion":"failure"');
    },
    120_000,
  );
});

describe("cfn-lint", () => {
  const folder = mkdtempSync(join(tmpdir(), "templates-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  let packages = "";
  beforeAll(async () => {
    packages = await fetchPackages("cfn-lint.txt");
  }, 300_000);
  const lint = (files: readonly string[], region: string) =>
    spawnSync(
      findPython()?.program ?? "",
      [
        "-c",
        "from cfnlint.runner import main; main()",
        "--non-zero-exit-code",
        "error",
        "--regions",
        region,
        "--",
        ...files,
      ],
      {
        encoding: "utf8",
        env: { PATH: process.env["PATH"], PYTHONPATH: packages },
      },
    );

  it.each(names)(
    "finds no error in %s",
    (context) => {
      const { stage } = draw(context);
      const files = [stage.data, stage.app].map((stack) => {
        const file = join(folder, `${context.replaceAll(" ", "-")}-${stack.stackName}.json`);
        writeFileSync(file, JSON.stringify(Template.fromStack(stack).toJSON()));
        return file;
      });
      const { status, stdout } = lint(files, context.includes("China") ? "cn-northwest-1" : "us-east-1");
      expect([status, stdout.split("\n").filter((line) => line.startsWith("E"))]).toEqual([0, []]);
    },
    120_000,
  );

  it("would find one", () => {
    const file = join(folder, "wrong.json");
    writeFileSync(
      file,
      JSON.stringify({ Resources: { Wrong: { Type: "AWS::SQS::Queue", Properties: { Colour: 1 } } } }),
    );
    expect(lint([file], "us-east-1").stdout).toContain("E3002");
  });
});

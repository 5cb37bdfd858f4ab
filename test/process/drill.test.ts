// The restore drill on one machine: while it serves, everything written comes back, and the index made of it differs in nothing.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command, newFolder, type Running, startProduct } from "../support/machine.ts";

const { data, remove } = newFolder();
let running: Running;
beforeAll(async () => {
  running = await startProduct(data);
}, 60_000);
afterAll(async () => {
  await running.stop();
  remove();
});

describe("the restore drill", () => {
  it("puts a backup back elsewhere, whole, and leaves the folder that serves alone", async () => {
    const { code, out } = await command("packages/ops/src/ops.ts", "restore-drill", "--data", data);
    const answer = JSON.parse(out) as { things: number; documents: number };
    expect({ code, answer }).toMatchObject({ code: 0, answer: { ok: true, isSame: true, differences: 0 } });
    expect(answer.things).toBeGreaterThan(10);
    expect(answer.documents).toBeGreaterThan(answer.things);
    expect((await fetch(`${running.url}/health/ready`)).status).toBe(200);
  });
});

// The clock of one machine: runs at once and by itself, tells what it did, outlives what fails, and stops.
import { draftRequest, getRequest, openRequest, submitRequest } from "@lianchuang/shared/cooperation";
import { SearchUnavailable } from "@lianchuang/shared/search";
import { openTable } from "@lianchuang/shared/table";
import { expect, inject, it } from "vitest";
import { keepClock } from "../../packages/local/src/clock.ts";
import { clientFor } from "../../packages/local/src/engine.ts";
import { startFaultProxy } from "../engines/fault-proxy.ts";
import { until } from "../support/machine.ts";
import { newWorld, system } from "../support/world.ts";

const noIndex = () => {
  throw new SearchUnavailable(new Error("no index in this test"));
};

it("does what is due without being asked, and says what", async () => {
  const world = await newWorld();
  const engineer = world.as(world.engineer);
  const need = { direction: "need", type: "testing", title: "寻求检测", summary: "壳体检测。" } as const;
  const { head } = await draftRequest(engineer, need);
  await submitRequest(engineer, { id: head.id, revision: 1 }, { accept: [] });
  await openRequest(world.as(world.secretary), { id: head.id, revision: 2 });
  const logged: unknown[] = [];
  const inAYear = () => new Date(Date.now() + 365 * 86_400_000);
  const clock = keepClock(world.as(system, { now: inAYear }), noIndex, (...line) => logged.push(line));
  await until("it expired", async () => (await getRequest(engineer, head.id)).state === "expired");
  await clock.stop();
  expect(logged).toEqual([["done by the clock", { expire: 1 }]]);
});

it("says that it is behind while the table does not answer, by the fault's name alone, and stops all the same", async () => {
  const world = await newWorld();
  const proxy = await startFaultProxy(inject("endpoint"));
  proxy.decide = () => "failed";
  const table = openTable({ name: world.table.name, client: clientFor(proxy.endpoint) });
  const logged: unknown[] = [];
  const clock = keepClock(world.as(system, { table }), noIndex, (...line) => logged.push(line));
  await until("it is behind", () => Promise.resolve(logged.length > 0));
  await clock.stop();
  await proxy.close();
  expect(logged).toEqual([["the clock is behind", { cause: "InternalServerError" }]]);
});

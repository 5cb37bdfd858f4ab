// A door whose calls to the table are counted between us and the engine.
import { randomUUID } from "node:crypto";
import type { SearchIndex } from "@lianchuang/shared/search";
import { openTable } from "@lianchuang/shared/table";
import { inject } from "vitest";
import { clientFor } from "../../packages/local/src/engine.ts";
import { type FaultProxy, startFaultProxy } from "../engines/fault-proxy.ts";
import { newDoor, type TestDoor } from "./door.ts";
import { newIndex } from "./index.ts";
import { newWorld, type World } from "./world.ts";

export interface Counting {
  world: World;
  door: TestDoor;
  proxy: FaultProxy;
  index: SearchIndex;
  /** Sends a request, as the engineer where nobody else is named, and gives its status and the calls it made. */
  counted: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
    as?: World["engineer"],
  ) => Promise<{ status: number; calls: Record<string, number>; body: Record<string, unknown> }>;
  close: () => Promise<void>;
}

export const openCounting = async (): Promise<Counting> => {
  const world = await newWorld();
  const proxy = await startFaultProxy(inject("endpoint"));
  const { index, close } = await newIndex();
  const table = openTable({ name: world.table.name, client: clientFor(proxy.endpoint) });
  const door = newDoor({ ...world, table }, { index: () => index });
  return {
    world,
    door,
    proxy,
    index,
    async counted(method, path, body, headers = {}, as = world.engineer) {
      proxy.calls.clear();
      const answer = await door.fetch(`http://door/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${door.tokenOf(as)}`,
          ...(method === "POST" && { "idempotency-key": randomUUID() }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return {
        status: answer.status,
        calls: Object.fromEntries(proxy.calls),
        body: (await answer.json().catch(() => ({}))) as Record<string, unknown>,
      };
    },
    async close() {
      await close();
      await proxy.close();
    },
  };
};

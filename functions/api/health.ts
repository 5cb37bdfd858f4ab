// Whether this door lives, and whether what stands behind it is ready.
import type { OpenAPIHono } from "@hono/zod-openapi";
import { allianceId } from "@lianchuang/shared/members";
import { key, readMany, type Table } from "@lianchuang/shared/table";
import type { Dependencies, Door } from "./door.ts";

export const health = (app: OpenAPIHono<Door>, { ready, progress }: Pick<Dependencies, "ready" | "progress">): void => {
  app.get("/health/live", (c) => c.json({ live: true }, 200, { "cache-control": "no-store" }));
  app.get("/health/ready", async (c) => {
    const parts = await ready();
    const status = Object.values(parts).every(Boolean) ? 200 : 503;
    return c.json({ ready: status === 200, parts, ...progress?.() }, status, {
      "cache-control": "no-store",
      ...(status === 503 && { "retry-after": "2" }),
    });
  });
};

export const isTableReady = async (table: Table): Promise<boolean> => {
  try {
    await readMany(table, [key(allianceId)]);
    return true;
  } catch {
    return false;
  }
};

// The broker's desk at the door.
import type { OpenAPIHono } from "@hono/zod-openapi";
import { getDesk } from "@lianchuang/shared/cooperation";
import { DeskView } from "@lianchuang/shared/cooperation/desk/schema";
import type { Door } from "./door.ts";
import { operation } from "./operation.ts";

export const desk = (app: OpenAPIHono<Door>): void => {
  operation(app, {
    id: "getDesk",
    kind: "read",
    method: "get",
    path: "/desk",
    tag: "desk",
    summary: "What waits for the secretariat: to screen, unanswered, stuck, ending · 撮合工作台",
    access: "staff",
    answer: DeskView,
    handle: async (ctx) => ({ value: await getDesk(ctx) }),
  });
};

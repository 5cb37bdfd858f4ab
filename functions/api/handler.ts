// The API in the cloud: the app behind an HTTP API of API Gateway (payload format 2.0), on table, search and keys of its stage.
import { setTimeout as wait } from "node:timers/promises";
import { readSettings } from "@lianchuang/shared/env";
import { nameOf } from "@lianchuang/shared/errors";
import { createCursors } from "@lianchuang/shared/page";
import { currentIndex } from "@lianchuang/shared/search";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { handle } from "hono/aws-lambda";
import { presentedBy } from "../authorizer/presented.ts";
import { log, now, openCloudSearch, openCloudTable } from "../cloud.ts";
import { readKeys } from "../secrets.ts";
import { createApp } from "./app.ts";
import { isTableReady } from "./health.ts";
import { keepFromAfar } from "./keep-from-afar.ts";
import { unreadAnswer } from "./problem.ts";

const settings = readSettings("api");
const table = openCloudTable(settings.TABLE_NAME);
const current = currentIndex(openCloudSearch(settings).generations);
const index = () => current;
/** Nothing runs here once the answer has gone, so it waits for them. */
const chores: (() => Promise<void>)[] = [];
const mostChores = 10;

const app = createApp({
  table,
  index,
  keeper: keepFromAfar(table, index, now),
  later: (work) => void (chores.length < mostChores && chores.push(work)),
  cursors: createCursors(await readKeys(settings.CURSOR_KEYS)),
  presented: async (_, bindings) => presentedBy(bindings),
  now,
  log,
  origins: settings.ORIGINS,
  ready: async () => ({
    table: await isTableReady(table),
    search: await current.checkpoint().then(
      () => true,
      () => false,
    ),
  }),
});
const respond = handle(app);

/** So much of the function's time is kept to say that there is none left. */
const reserveMilliseconds = 1_000;

export const handler = async (
  ...[event, context]: Required<Parameters<typeof respond>>
): Promise<APIGatewayProxyStructuredResultV2> => {
  const ended = new AbortController();
  const time = Math.max(0, context.getRemainingTimeInMillis() - reserveMilliseconds);
  const late = wait(time, undefined, { signal: ended.signal }).then(tooLate);
  late.catch(() => {}); // The answer was in time.
  const answer = await Promise.race([answerTo(event, context), late]);
  ended.abort();
  return answer;
};

/** What the gateway would say by itself once the time is over is no problem of ours (RFC 9457), and says nothing of repeating. */
const tooLate = (): APIGatewayProxyStructuredResultV2 => {
  const { body, headers } = unreadAnswer(503);
  return { statusCode: 503, headers: { ...headers, "retry-after": "2" }, body };
};

const answerTo = async (...asked: Parameters<typeof respond>): Promise<APIGatewayProxyStructuredResultV2> => {
  const answer = await respond(...asked);
  for (const work of chores.splice(0))
    await work().catch((error: unknown) => log("a chore failed", { cause: nameOf(error) }));
  return answer as APIGatewayProxyStructuredResultV2;
};

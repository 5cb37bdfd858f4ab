// The HTTP door: the order of what every request passes, then the operations by domain.
import { OpenAPIHono } from "@hono/zod-openapi";
import { type Actor, actorId, visitor } from "@lianchuang/shared/actor";
import { unauthenticated } from "@lianchuang/shared/errors";
import { newRequestId } from "@lianchuang/shared/ids";
import { findActor, findActorByIdentity } from "@lianchuang/shared/members";
import type { Table } from "@lianchuang/shared/table";
import type { Context as HonoContext } from "hono";
import { cors } from "hono/cors";
import { languageDetector } from "hono/language";
import { methodNotAllowed } from "hono/method-not-allowed";
import { secureHeaders } from "hono/secure-headers";
import type { Presented } from "../authorizer/presented.ts";
import { cases } from "./cases.ts";
import { cooperation } from "./cooperation.ts";
import { desk } from "./desk.ts";
import { docs } from "./docs.ts";
import type { Dependencies, Door } from "./door.ts";
import { feeds } from "./feeds.ts";
import { health } from "./health.ts";
import { imports } from "./imports.ts";
import { interests } from "./interests.ts";
import { matches } from "./matches.ts";
import { members } from "./members.ts";
import { operations } from "./operations.ts";
import { notFoundAnswer, onError, refuse } from "./problem.ts";
import { questions } from "./questions.ts";
import { search } from "./search.ts";
import { searches } from "./searches.ts";

const requestIdPattern = /^[\w-]{8,64}$/;

export const createApp = (deps: Dependencies): OpenAPIHono<Door> => {
  const app = new OpenAPIHono<Door>();
  app.onError(onError);
  app.notFound(notFoundAnswer);

  app.use(async (c, next) => {
    const started = performance.now();
    const given = c.req.header("x-request-id") ?? "";
    const requestId = requestIdPattern.test(given) ? given : newRequestId();
    c.set("requestId", requestId);
    c.set("log", (message, fields) => deps.log(message, { requestId, ...fields }));
    c.header("x-request-id", requestId);
    await next();
    c.get("log")("request", {
      method: c.req.method,
      operation: c.get("operation"),
      status: c.res.status,
      actor: c.get("ctx") && actorId(c.get("ctx").actor),
      milliseconds: Math.round((performance.now() - started) * 10) / 10,
    });
  });
  app.use(
    languageDetector({ order: ["header"], supportedLanguages: ["zh", "en"], fallbackLanguage: "zh", caches: false }),
  );
  app.use(
    secureHeaders({
      // The page at /docs says itself what it loads.
      overwrite: false,
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      crossOriginResourcePolicy: "same-site",
    }),
  );
  // Only browsers of other origins name themselves; for everybody else it would build every answer twice.
  const crossOrigin = cors({
    origin: (origin) => (deps.origins.includes(origin) ? origin : null),
    allowMethods: ["GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"],
    allowHeaders: [
      "Authorization",
      "Content-Type",
      "Idempotency-Key",
      "If-Match",
      "If-None-Match",
      "Accept-Language",
      "X-Request-Id",
    ],
    exposeHeaders: ["ETag", "Location", "Link", "Retry-After", "X-Request-Id"],
  });
  app.use((c, next) =>
    c.req.header("origin") === undefined && c.req.method !== "OPTIONS" ? next() : crossOrigin(c, next),
  );
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => refuse(c, 405, { allow: [...methods, "OPTIONS"].join(", ") }),
    }),
  );

  health(app, deps);
  docs(app);
  app.use("/v1/*", async (c, next) => {
    const { table, cursors, now } = deps;
    c.set("ctx", {
      actor: await actorFor(deps, c),
      table,
      cursors,
      now,
      requestId: c.get("requestId"),
    });
    await next();
  });
  const v1 = new OpenAPIHono<Door>();
  members(v1);
  cases(v1, deps.index);
  imports(v1);
  cooperation(v1, deps);
  interests(v1);
  matches(v1, deps);
  questions(v1);
  desk(v1);
  search(v1, deps);
  operations(v1, deps);
  searches(v1);
  feeds(v1, deps.index);
  app.route("/v1", v1);
  return app;
};

/** @throws AppError `unauthenticated` for a token that is not accepted, or whose person is no longer here. */
const actorFor = async ({ presented, table, now }: Dependencies, c: HonoContext<Door>): Promise<Actor> => {
  const who = await presented(c.req.header("authorization"), c.env);
  if (who.kind === "visitor") return visitor;
  const actor = who.kind === "invalid" ? undefined : await actorOf(table, who, now());
  if (actor) return actor;
  throw unauthenticated(who.kind === "invalid" && who.reason === "expired" ? expired : notAccepted);
};

const actorOf = (table: Table, who: Extract<Presented, { kind: "person" | "subject" }>, now: Date) =>
  who.kind === "person" ? findActor(table, who.id, now) : findActorByIdentity(table, who, now);

const expired = { en: "The token has expired; get a new one.", zh: "令牌已过期，请重新获取。" };
const notAccepted = { en: "The token is not accepted; get a new one.", zh: "令牌无效，请重新获取。" };

// What each operation takes of the table, in calls and in units of capacity, as the embedded engine says it by DynamoDB's own rules.
import { randomUUID } from "node:crypto";
import type { Actor } from "@lianchuang/shared/actor";
import { findActor, findMember, findSecretary } from "@lianchuang/shared/members";
import { openTable } from "@lianchuang/shared/table";
import { indexThings } from "../../functions/indexer/index-things.ts";
import { clientFor, startEngine } from "../../packages/local/src/engine.ts";
import { openFolder } from "../../packages/local/src/folder.ts";
import { tableName } from "../../packages/local/src/operator.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { embedded, withIndex } from "./engines.ts";
import { fill, rowsOf } from "./fill.ts";
import { forget, metered, told } from "./metered.ts";
import type { Figure } from "./report.ts";
import { type Planned, plannedRequests, recordedRequests } from "./requests.ts";
import { withFolder } from "./site.ts";
import { recordAt } from "./texts.ts";

/** Among so many other requests. */
const requests = 500;

/** Of the operations that people do most; a case is 4 to 8 sentences long, a request 4 or 5. */
export const benchCapacity = (): Promise<Figure[]> =>
  withFolder(async (data) => {
    const [known = ""] = await fill({ data, from: 0, to: 500 });
    const planned = plannedRequests(requests + 1);
    await fill({ data, from: 0, to: requests, record: recordedRequests(planned) });
    const engine = await startEngine(openFolder(data).tableFile);
    try {
      return await withIndex(data, embedded, async (index) => {
        const real = openTable({ name: tableName, client: clientFor(engine.endpoint) });
        const { table, taken } = metered(real);
        const person = async (id = "") => {
          const actor = await findActor(table, id, new Date());
          if (!actor) throw new Error("the person is not in this table");
          return actor;
        };
        const secretary = await person(await findSecretary(table, new Date()));
        const member = await person(await findMember(table, new Date()));
        const figures: Figure[] = [];
        const door = newDoor({ table }, { index: () => index });
        const count = async (what: string, as: Actor, method: string, path: string, body?: object, etag = "") => {
          forget(taken);
          const answer = await ask(door, as, method, path, body, etag);
          figures.push({ what: `table, ${what}`, ours: told(taken), floor: "" });
          return answer;
        };
        const { title, body } = recordAt(4_000_000);
        await count("read a case", member, "GET", `/cases/${known}`);
        await count("list 20 cases", secretary, "GET", "/cases?limit=20");
        await count("search", member, "GET", `/search?q=${encodeURIComponent(title)}`);
        const drafted = await count("create a case", member, "POST", "/cases", { title, body, audience: "members" });
        const path = `/cases/${drafted.id}`;
        const changed = await count("change its title", member, "PATCH", path, { title: `${title}。` }, drafted.etag);
        const again = await count("change its text", member, "PATCH", path, { body: `${body}。` }, changed.etag);
        const submitted = await count("submit it", member, "POST", `${path}/submit`, undefined, again.etag);
        await count("publish it", secretary, "POST", `${path}/publish`, undefined, submitted.etag);
        const batch = { kind: "case", publish: true, dryRun: false, audience: "members" };
        const { id } = await count("open an import", secretary, "POST", "/imports", batch);
        const rows = (from: number) => ({ rows: rowsOf(from, from + 50) });
        await count("import 50 new rows", secretary, "POST", `/imports/${id}/rows`, rows(5_000_000));
        await count("import the same 50 rows", secretary, "POST", `/imports/${id}/rows`, rows(5_000_000));
        const begun = await count("begin a request", member, "POST", "/cooperation", needAmong(planned));
        const need = `/cooperation/${begun.id}`;
        const handed = await count("submit it", member, "POST", `${need}/submit`, {}, begun.etag);
        await count("open it", secretary, "POST", `${need}/open`, undefined, handed.etag);
        await indexThings(real, index, [begun.id]);
        await count("list who may answer it", member, "GET", `${need}/matches`);
        forget(taken);
        await door.doChores();
        figures.push({ what: "table, after that answer", ours: told(taken), floor: "" });
        const answers = { fit: "做过同类工艺。", brings: "工程师与设备。", next: "两周内到现场。" };
        await count("express an interest in it", secretary, "POST", `${need}/interests`, answers);
        return figures;
      });
    } finally {
      await engine.stop();
    }
  });

const needAmong = (planned: readonly Planned[]): object => {
  const need = planned.findLast(({ draft }) => draft.direction === "need");
  if (!need) throw new Error("there is no need among so few requests");
  const { limits: _, ...draft } = need.draft;
  return draft;
};

/** @throws Error unless it is answered well. */
const ask = async (
  door: TestDoor,
  as: Actor,
  method: string,
  path: string,
  body: object | undefined,
  etag: string,
): Promise<{ id: string; etag: string }> => {
  const answer = await door.fetch(`http://door/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${door.tokenOf(as)}`,
      ...(method === "POST" && { "idempotency-key": randomUUID() }),
      ...(etag !== "" && { "if-match": etag }),
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text.slice(0, 200)}`);
  return { id: (JSON.parse(text) as { id?: string }).id ?? "", etag: answer.headers.get("etag") ?? "" };
};

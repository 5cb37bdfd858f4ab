// A need finds its partner, in the real processes: two members' clients and the secretariat's, from the post to a result that both confirmed and the case drafted from it.
import { type Client, createClient } from "@lianchuang/client";
import type { StepFacts } from "@lianchuang/shared/cooperation/interests/schema";
import { openTable, type Table } from "@lianchuang/shared/table";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientFor } from "../../packages/local/src/engine.ts";
import { openFolder, readLock } from "../../packages/local/src/folder.ts";
import { localIssuer } from "../../packages/local/src/issuer.ts";
import { tableName } from "../../packages/local/src/operator.ts";
import { pageOrganisations, pagePeople } from "../../packages/shared/src/members/store.ts";
import { newFolder, type Running, startProduct, tokenFor, until } from "../support/machine.ts";

const { data, remove } = newFolder();
let running: Running;
let maker: Client;
let university: Client;
let secretary: Client;

/** Someone of an organisation of the demonstration, of this kind. */
const someone = async (table: Table, kind: string): Promise<string> => {
  const { organisations } = await pageOrganisations(table, 100);
  const organisation = organisations.find((each) => each.kind === kind);
  const { ids } = await pagePeople(table, organisation?.id ?? "", 1);
  return ids[0] ?? "";
};

beforeAll(async () => {
  running = await startProduct(data);
  const folder = openFolder(data);
  const table = openTable({ name: tableName, client: clientFor(readLock(folder)?.endpoint ?? "") });
  const clientOf = (token: string) => createClient({ url: running.url, token, language: "en" });
  const as = async (kind: string) => clientOf(await localIssuer(folder).sign(await someone(table, kind), 1));
  maker = await as("manufacturer");
  university = await as("university");
  secretary = clientOf(await tokenFor(data, "secretariat"));
}, 60_000);
afterAll(async () => {
  await running.stop();
  remove();
});

it("walks from a need that is posted to a result that both confirmed, and to its draft case", async () => {
  const drafted = await maker.call("draftRequest", {
    body: {
      direction: "need",
      type: "research",
      title: "寻求大型风电轴承套圈淬火变形的控制办法",
      summary: "直径三米的套圈感应淬火后圆度超差，希望与高校共同研究。",
      elements: { processes: ["感应淬火"], products: ["轴承套圈"], effects: ["减小变形"] },
      details: "圆度实测曲线，可在洽谈时提供。",
      confidential: "客户规格书。",
    },
  });
  const { id } = drafted.body;
  const submitted = await maker.call("submitRequest", {
    params: { id },
    ifMatch: drafted.etag ?? "",
    body: { accept: [] },
  });
  await secretary.call("openRequest", { params: { id }, ifMatch: submitted.etag ?? "" });

  const search = (q: string) => university.call("search", { query: { q, kind: ["request"], direction: ["need"] } });
  await until("the university finds it", async () =>
    (await search("轴承套圈 淬火变形")).body.items.some((hit) => hit.id === id),
  );
  expect((await university.call("getRequest", { params: { id } })).body).not.toHaveProperty("details");

  const interest = await university.call("expressInterest", {
    params: { id },
    body: { fit: "做过风电轴承残余应力的项目。", brings: "仿真与两名博士生。", next: "两周内到厂看现场。" },
  });
  const on = { id: interest.body.id };
  const accepted = await maker.call("acceptInterest", { params: on, ifMatch: interest.etag ?? "" });
  expect((await university.call("getRequest", { params: { id } })).body.details).toContain("圆度");
  await maker.call("sendMessage", { params: on, body: { text: "欢迎，周三上午可以吗？" } });
  expect((await university.call("listMessages", { params: on })).body.items).toHaveLength(1);

  let etag = accepted.etag ?? "";
  const settle = async (step: StepFacts) => {
    const proposed = await university.call("proposeStep", { params: on, ifMatch: etag, body: { step } });
    const number = proposed.body.steps.length;
    etag = (await maker.call("confirmStep", { params: on, ifMatch: proposed.etag ?? "", body: { number } })).etag ?? "";
  };
  etag = (await university.call("getInterest", { params: on })).etag ?? "";
  await settle({ kind: "meeting", startsAt: "2027-01-06T01:00:00.000Z", minutes: 120, place: "厂内二号会议室" });
  await settle({ kind: "nda", fileName: "保密协议.pdf", fileHash: "b".repeat(64) });
  expect((await university.call("getRequest", { params: { id } })).body.confidential).toBe("客户规格书。");
  await settle({ kind: "agreement", summary: "联合研究一年，各担一半。" });
  await settle({ kind: "result", summary: "圆度超差由三成降到百分之四。", mayBecomeCase: true });
  expect((await maker.call("getRequest", { params: { id } })).body.state).toBe("agreed");

  const ended = await maker.call("draftCaseFrom", { params: on, ifMatch: etag });
  const { caseId = "" } = ended.body;
  expect((await maker.call("getCase", { params: { id: caseId } })).body).toMatchObject({
    state: "draft",
    origin: on.id,
  });
  const seen = (await maker.call("listSights", { params: { id } })).body.items.map(({ ring }) => ring);
  expect(new Set(seen)).toEqual(new Set(["qualified", "nda"]));
});

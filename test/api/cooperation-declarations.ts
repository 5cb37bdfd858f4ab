// The declarations of what is done with cooperation requests.
import { askQuestion, draftRequest, openRequest, submitRequest } from "@lianchuang/shared/cooperation";
import { openedRequest } from "../support/cooperation.ts";
import type { World } from "../support/world.ts";
import type { Declaration } from "./declarations.ts";

const content = {
  direction: "need" as const,
  type: "technology" as const,
  title: "寻求压铸件缩孔的解决办法",
  summary: "薄壁铝件缩孔率偏高，希望找到工艺伙伴。",
  elements: { industries: ["3392"], processes: ["压铸"] },
  limits: { certificates: ["IATF 16949"] },
  description: "壁厚 2.5 毫米。",
  expectation: "共同试模。",
  details: "压射曲线可以提供。",
  confidential: "新车型。",
  contact: "合作部",
};

const request = async (world: World, upTo: "draft" | "screening" | "open" = "draft") => {
  const { head } = await draftRequest(world.as(world.engineer), content);
  const { id } = head;
  if (upTo === "draft") return { id, revision: 1 };
  await submitRequest(world.as(world.engineer), { id, revision: 1 }, { accept: [] });
  if (upTo === "screening") return { id, revision: 2 };
  await openRequest(world.as(world.secretary), { id, revision: 2 });
  return { id, revision: 3 };
};
const asked = async (world: World) => {
  const { id } = await request(world, "open");
  await askQuestion(world.as(world.stranger), id, { text: "缩孔主要在哪个部位？", accept: [] });
  return { id };
};
/** An open offer. */
const offered = (world: World): Promise<string> =>
  openedRequest(world, world.stranger, { ...content, direction: "offer" });
const hidden = async (world: World) => (await request(world)).id;

export const cooperationDeclarations: Record<string, Declaration> = {
  draftRequest: {
    changes: "cooperation",
    example: () => ({ body: content }),
    other: { ...content, details: "另有曲线。" },
    invalid: { body: { ...content, direction: "wish" }, pointer: "/direction" },
  },
  listRequests: { example: () => ({ query: "limit=5" }), invalidQuery: "state=gone" },
  getRequest: { example: (world) => request(world), hidden, invalidQuery: "view=all" },
  changeRequest: {
    changes: "cooperation",
    example: async (world) => ({ ...(await request(world)), body: { details: "另有曲线。" } }),
    hidden,
    other: { details: "没有曲线。" },
    invalid: {
      body: { elements: { processes: Array.from({ length: 500 }, () => "压铸") } },
      pointer: "/elements/processes",
    },
  },
  listLeaks: { example: (world) => request(world), hidden },
  submitRequest: {
    changes: "cooperation",
    example: async (world) => ({ ...(await request(world)), body: {} }),
    hidden,
    other: { accept: ["示例"] },
    invalid: { body: { accept: "all" }, pointer: "/accept" },
  },
  openRequest: {
    changes: "cooperation",
    example: async (world) => ({ ...(await request(world, "screening")), actor: world.secretary }),
    hidden,
  },
  returnRequest: {
    changes: "cooperation",
    example: async (world) => ({
      ...(await request(world, "screening")),
      actor: world.secretary,
      body: { reason: "请补充数量" },
    }),
    hidden,
    other: { reason: "请补充材料" },
    invalid: { body: {}, pointer: "/reason" },
  },
  holdRequest: {
    changes: "cooperation",
    example: async (world) => ({ ...(await request(world, "open")), body: {} }),
    hidden,
    other: { reason: "产线检修" },
    invalid: { body: { reason: 7 }, pointer: "/reason" },
  },
  renewRequest: {
    changes: "cooperation",
    example: async (world) => ({ ...(await request(world, "open")), body: {} }),
    hidden,
    other: { deadline: new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10) },
    invalid: { body: { deadline: "tomorrow" }, pointer: "/deadline" },
  },
  confirmRequest: { changes: "cooperation", example: (world) => request(world, "open"), hidden },
  closeRequest: {
    changes: "cooperation",
    example: async (world) => ({ ...(await request(world, "open")), body: { outcome: "met-elsewhere" } }),
    hidden,
    other: { outcome: "no-partner" },
    invalid: { body: {}, pointer: "/outcome" },
  },
  withdrawRequest: {
    changes: "cooperation",
    example: async (world) => ({ ...(await request(world)), body: {} }),
    hidden,
    other: { reason: "不再需要" },
    invalid: { body: { reason: 7 }, pointer: "/reason" },
  },
  forwardRequest: {
    changes: "cooperation",
    example: async (world) => ({
      id: (await request(world, "open")).id,
      actor: world.secretary,
      body: { requestId: await offered(world) },
    }),
    hidden,
    other: (body: object) => ({ ...body, note: "请看看。" }),
    invalid: { body: { requestId: "coop_1" }, pointer: "/requestId" },
  },
  listMatches: { example: (world) => request(world, "open"), hidden, invalidQuery: "limit=0" },
  listTeams: { example: (world) => request(world, "open"), hidden, invalidQuery: "roles=cook" },
  listSimilarRequests: { example: (world) => request(world), hidden, invalidQuery: "kind=organisation" },
  listExperts: { example: (world) => request(world), hidden, invalidQuery: "limit=21" },
  getLearning: {
    example: (world) => ({ actor: world.secretary, query: "from=2026-11-01&to=2026-11-30" }),
    invalidQuery: "from=yesterday",
  },
  askQuestion: {
    changes: "cooperation",
    example: async (world) => ({
      id: (await request(world, "open")).id,
      actor: world.stranger,
      body: { text: "缩孔主要在哪个部位？" },
    }),
    hidden,
    other: { text: "年产量是多少？" },
    invalid: { body: { text: "" }, pointer: "/text" },
  },
  listQuestions: { example: asked, hidden },
  answerQuestion: {
    changes: "cooperation",
    example: async (world) => ({ ...(await asked(world)), body: { number: 1, text: "在浇口附近。" } }),
    hidden,
    other: { number: 1, outcome: "declined" },
    invalid: { body: { number: 1 }, pointer: "/text" },
  },
  listSights: { example: (world) => request(world), hidden, invalidQuery: "limit=0" },
  listRequestEvents: { example: (world) => request(world), hidden, invalidQuery: "limit=ten" },
};

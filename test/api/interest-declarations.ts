// The declarations of what is done with interests.
import {
  acceptInterest,
  confirmStep,
  draftRequest,
  expressInterest,
  proposeStep,
} from "@lianchuang/shared/cooperation";
import { answers, openedRequest } from "../support/cooperation.ts";
import type { World } from "../support/world.ts";
import type { Declaration } from "./declarations.ts";

const meeting = { kind: "meeting", startsAt: "2027-03-01T01:00:00.000Z", minutes: 60, place: "线上" } as const;
const agreed = { kind: "agreement", summary: "共同试模三个月。" } as const;
const result = { kind: "result", summary: "缩孔率降了一半。", mayBecomeCase: true } as const;
const reason = { reason: "timing" as const };

/** A request of the engineer's organisation, open. */
const request = (world: World): Promise<string> =>
  openedRequest(world, world.engineer, {
    direction: "need",
    type: "technology",
    title: "寻求压铸件缩孔的解决办法",
    summary: "薄壁铝件缩孔率偏高。",
  });
const proposed = async (world: World) =>
  expressInterest(world.as(world.stranger), await request(world), { ...answers });
const talking = async (world: World) => {
  const { id, revision } = await proposed(world);
  return acceptInterest(world.as(world.engineer), { id, revision });
};
/** What the stranger proposed and the engineer may confirm. */
const waiting = async (world: World, step: Parameters<typeof proposeStep>[2]["step"] = meeting) => {
  const { id, revision } = await talking(world);
  return proposeStep(world.as(world.stranger), { id, revision }, { step });
};
const done = async (world: World) => {
  const { id, revision } = await waiting(world, agreed);
  await confirmStep(world.as(world.engineer), { id, revision }, { number: 1 });
  await proposeStep(world.as(world.stranger), { id, revision: revision + 1 }, { step: result });
  return confirmStep(world.as(world.engineer), { id, revision: revision + 2 }, { number: 2 });
};
/** The world's stranger may not see what the secretariat's own people answer to a request of the engineer's. */
const hidden = async (world: World) =>
  (await expressInterest(world.as(world.secretary), await request(world), { ...answers })).id;
const hiddenRequest = async (world: World) => {
  const { head } = await draftRequest(world.as(world.engineer), { direction: "need", type: "testing", title: "草稿" });
  return head.id;
};

export const interestDeclarations: Record<string, Declaration> = {
  expressInterest: {
    changes: "interests",
    example: async (world) => ({ id: await request(world), actor: world.stranger, body: answers }),
    hidden: hiddenRequest,
    other: { ...answers, next: "本周电话沟通。" },
    invalid: { body: { fit: "做过" }, pointer: "/brings" },
  },
  listRequestInterests: {
    example: async (world) => ({ id: await request(world) }),
    hidden: hiddenRequest,
    invalidQuery: "limit=0",
  },
  listInterests: { example: () => ({ query: "limit=5" }), invalidQuery: "state=gone" },
  getInterest: { example: proposed, hidden },
  acceptInterest: { changes: "interests", example: proposed, hidden },
  declineInterest: {
    changes: "interests",
    example: async (world) => ({ ...(await proposed(world)), body: reason }),
    hidden,
    other: { reason: "terms" },
    invalid: { body: {}, pointer: "/reason" },
  },
  withdrawInterest: {
    changes: "interests",
    example: async (world) => ({ ...(await proposed(world)), actor: world.stranger }),
    hidden,
  },
  endInterest: {
    changes: "interests",
    example: async (world) => ({ ...(await talking(world)), body: reason }),
    hidden,
    other: { reason: "terms" },
    invalid: { body: {}, pointer: "/reason" },
  },
  sendMessage: {
    changes: "interests",
    example: async (world) => ({ id: (await talking(world)).id, body: { text: "您好。" } }),
    hidden,
    other: { text: "请看附件。" },
    invalid: { body: { text: "" }, pointer: "/text" },
  },
  listMessages: { example: talking, hidden, invalidQuery: "limit=0" },
  proposeStep: {
    changes: "interests",
    example: async (world) => ({ ...(await talking(world)), body: { step: meeting } }),
    hidden,
    other: { step: { ...meeting, minutes: 90 } },
    invalid: { body: { step: { ...meeting, minutes: 5 } }, pointer: "/step/minutes" },
  },
  confirmStep: {
    changes: "interests",
    example: async (world) => {
      const { id, revision } = await waiting(world);
      const both = await proposeStep(world.as(world.stranger), { id, revision }, { step: agreed });
      return { id, revision: both.revision, body: { number: 1 } };
    },
    hidden,
    other: { number: 2 },
    invalid: { body: { number: 0 }, pointer: "/number" },
  },
  getMeetings: { example: (world) => waiting(world), hidden },
  getDesk: { example: (world) => ({ actor: world.secretary }) },
  draftCaseFrom: { changes: "interests", example: done, hidden },
};

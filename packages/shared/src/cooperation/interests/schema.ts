// What leaves and enters about interests in a cooperation request: browser-safe.
import * as z from "zod";
import type { Text } from "../../errors.ts";
import { idOf } from "../../ids.ts";
import { line, prose } from "../../text.ts";
import { directions, rings } from "../schema.ts";

export const interestStates = ["proposed", "talking", "declined", "withdrawn", "ended", "agreed", "done"] as const;
export type InterestState = (typeof interestStates)[number];
export const interestStateNames = {
  proposed: { en: "proposed", zh: "待答复" },
  talking: { en: "in talks", zh: "洽谈中" },
  declined: { en: "declined", zh: "已婉拒" },
  withdrawn: { en: "withdrawn", zh: "已撤回" },
  ended: { en: "ended", zh: "已结束" },
  agreed: { en: "agreed", zh: "已达成" },
  done: { en: "with a result", zh: "已有成果" },
} as const satisfies Record<InterestState, Text>;

/** The two sides of an interest: whose request it is, and who answers it. */
export const sides = ["owner", "partner"] as const;
export type Side = (typeof sides)[number];

export const interestActions = [
  "accept",
  "decline",
  "withdraw",
  "end",
  "message",
  "propose",
  "confirm",
  "case",
] as const;
export type InterestAction = (typeof interestActions)[number];

/** What is kept on the head stays small. */
const answer = prose(600, 2_400);
/** The three questions everybody answers who is interested. */
const answers = {
  fit: answer.meta({ description: "Why you fit: what you have done that is like it" }),
  brings: answer.meta({ description: "What you bring, and what you need of the other side" }),
  next: answer.meta({ description: "What shall come next, and when" }),
};
export const ExpressInterest = z
  .strictObject({
    organisationId: idOf("org")
      .optional()
      .meta({ description: "Who is interested; needed only if you belong to several" }),
    ...answers,
    from: idOf("coop").optional().meta({ description: "The request of yours whose suggestions led here" }),
  })
  .meta({ id: "ExpressInterest" });
export type ExpressInterest = z.infer<typeof ExpressInterest>;

export const declineReasons = [
  "not-fitting",
  "capacity",
  "terms",
  "timing",
  "location",
  "already-chosen",
  "other",
] as const;
export const EndInterest = z
  .strictObject({
    reason: z.enum(declineReasons),
    feedback: prose(600, 2_400).optional().meta({ description: "For the other side" }),
  })
  .meta({ id: "EndInterest" });
export type EndInterest = z.infer<typeof EndInterest>;

export const SendMessage = z.strictObject({ text: prose(4_000, 16_000) }).meta({ id: "SendMessage" });
export type SendMessage = z.infer<typeof SendMessage>;
export const MessageView = z
  .object({
    number: z.int(),
    at: z.iso.datetime(),
    side: z.enum(sides),
    personId: idOf("person").optional().meta({ description: "Where you may know of which organisation" }),
    text: z.string(),
  })
  .meta({ id: "InterestMessage" });
export type MessageView = z.infer<typeof MessageView>;

export const stepKinds = ["meeting", "nda", "agreement", "result"] as const;
export type StepKind = (typeof stepKinds)[number];
const fileHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "SHA-256 in 64 hex digits")
  .meta({ description: "SHA-256 of the file that both hold" });

const meeting = z.strictObject({
  kind: z.literal("meeting"),
  startsAt: z.iso.datetime(),
  minutes: z.int().min(10).max(600),
  place: line(200),
  agenda: prose(600, 2_400).optional(),
});
const nda = z.strictObject({ kind: z.literal("nda"), fileName: line(120), fileHash });
const agreement = z.strictObject({
  kind: z.literal("agreement"),
  summary: prose(600, 2_400),
  fileName: line(120).optional(),
  fileHash: fileHash.optional(),
});
const result = z.strictObject({
  kind: z.literal("result"),
  summary: prose(600, 2_400).meta({ description: "What came out of it" }),
  measured: line(200).optional().meta({ description: "A measured effect" }),
  mayBecomeCase: z
    .boolean()
    .default(false)
    .meta({ description: "Whether a case may be drafted from it; both must say so" }),
});

/** A step of the outcome ledger, as one side says it; it counts once the other confirms the same. */
export const ProposeStep = z
  .strictObject({ step: z.discriminatedUnion("kind", [meeting, nda, agreement, result]) })
  .meta({ id: "ProposeStep" });
export type ProposeStep = z.infer<typeof ProposeStep>;
export const StepFacts = ProposeStep.shape.step;
export type StepFacts = z.infer<typeof StepFacts>;

export const ConfirmStep = z
  .strictObject({ number: z.int().positive().meta({ description: "Of the step, as you read it" }) })
  .meta({ id: "ConfirmStep" });
export type ConfirmStep = z.infer<typeof ConfirmStep>;

export const stepStates = ["proposed", "confirmed"] as const;
export const StepView = z
  .object({
    number: z.int(),
    kind: z.enum(stepKinds),
    state: z.enum(stepStates),
    by: z.enum(sides).meta({ description: "Who proposed it" }),
    proposedAt: z.iso.datetime(),
    confirmedAt: z.iso.datetime().optional(),
    facts: StepFacts.optional().meta({ description: "For the two sides" }),
  })
  .meta({ id: "OutcomeStep" });
export type StepView = z.infer<typeof StepView>;

/** What somebody must do next, and until when. */
const Due = z.object({ side: z.enum(sides), what: z.enum(["answer", "confirm"]), by: z.iso.date() });

export const InterestSummary = z
  .object({
    id: idOf("int"),
    revision: z.int(),
    state: z.enum(interestStates),
    requestId: idOf("coop"),
    direction: z.enum(directions),
    requestTitle: z.string().optional().meta({ description: "As you may see it now" }),
    side: z.enum(sides).optional().meta({ description: "Yours; nothing for the secretariat" }),
    ownerId: idOf("org").optional().meta({ description: "Whose request it is, where you may know it" }),
    partnerId: idOf("org"),
    ring: z.enum(rings).meta({ description: "Where the partner stands now" }),
    due: Due.optional(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "InterestSummary" });
export type InterestSummary = z.infer<typeof InterestSummary>;

export const InterestView = z
  .object({
    ...InterestSummary.shape,
    fit: z.string().optional(),
    brings: z.string().optional(),
    next: z.string().optional(),
    reason: z.enum(declineReasons).optional(),
    feedback: z.string().optional(),
    steps: z.array(StepView),
    caseId: idOf("case").optional(),
    actions: z.array(z.enum(interestActions)),
  })
  .meta({ id: "Interest" });
export type InterestView = z.infer<typeof InterestView>;

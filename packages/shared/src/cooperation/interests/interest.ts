// What an interest is: its states, the ledger of what both sides confirm, what of it leaves. Pure.
import * as z from "zod";
import { type Actor, belongsTo } from "../../actor.ts";
import * as audience from "../../audience.ts";
import { inChina } from "../../china.ts";
import { AppError } from "../../errors.ts";
import { Head } from "../../head.ts";
import { directions } from "../schema.ts";
import type { About } from "./about.ts";
import {
  declineReasons,
  type InterestAction,
  type InterestState,
  type InterestSummary,
  type InterestView,
  interestStateNames,
  interestStates,
  type Side,
  StepFacts,
  type StepView,
  sides,
  stepStates,
} from "./schema.ts";

/** One step of the ledger. What counts is what one side proposed and the other confirmed, word for word. */
const Step = z.object({
  number: z.int(),
  facts: StepFacts,
  state: z.enum(stepStates),
  by: z.enum(sides),
  personId: z.string(),
  proposedAt: z.iso.datetime(),
  confirmedAt: z.iso.datetime().optional(),
  confirmedBy: z.string().optional(),
  /** How many proposals it took the place of. */
  replaced: z.int().min(0),
});
export type Step = z.infer<typeof Step>;

export const Interest = Head.extend({
  state: z.enum(interestStates),
  requestId: z.string(),
  direction: z.enum(directions),
  ownerId: z.string(),
  partnerId: z.string(),
  createdBy: z.string(),
  fit: z.string(),
  brings: z.string(),
  next: z.string(),
  /** The partner's request whose suggestions led here. */
  from: z.string().optional(),
  /** What waits or counts; what was replaced before it was confirmed is in the events alone. */
  steps: z.array(Step),
  /** How many steps were proposed so far: the number of the last. */
  proposals: z.int().min(0),
  messages: z.int().min(0),
  reason: z.enum(declineReasons).optional(),
  feedback: z.string().optional(),
  caseId: z.string().optional(),
});
export type Interest = z.infer<typeof Interest>;
/** What verbs change of it; counters and times are set where it is written. */
export type NextInterest = Omit<
  Interest,
  "pk" | "sk" | "schemaVersion" | "id" | "revision" | "sequence" | "audience" | "createdAt" | "updatedAt"
>;

/** Both sides, and the secretariat, which brokers: what each sees of it is for `viewInterest` to say. */
export const interestAudience = ({ ownerId, partnerId }: Pick<Interest, "ownerId" | "partnerId">) => [
  audience.organisation(ownerId),
  audience.organisation(partnerId),
  audience.staff,
];

/** The side an actor stands on. Nobody belongs to both: who belongs to the owner's organisation stands there. */
export const sideOf = (
  actor: Actor,
  { ownerId, partnerId }: Pick<Interest, "ownerId" | "partnerId">,
): Side | undefined => {
  if (belongsTo(actor, ownerId)) return "owner";
  return belongsTo(actor, partnerId) ? "partner" : undefined;
};

export const otherSide = (side: Side): Side => (side === "owner" ? "partner" : "owner");

interface Transition {
  from: readonly InterestState[];
  /** Without it the state stays. */
  to?: InterestState;
  who: readonly Side[];
}

/** From which states an action leads where, and on which side it is taken: no other code decides it. What a confirmed step leads to is in `stateAfterStep`. */
const transitions: Record<InterestAction, Transition> = {
  accept: { from: ["proposed"], to: "talking", who: ["owner"] },
  decline: { from: ["proposed"], to: "declined", who: ["owner"] },
  withdraw: { from: ["proposed"], to: "withdrawn", who: ["partner"] },
  end: { from: ["talking", "agreed"], to: "ended", who: sides },
  message: { from: ["talking", "agreed", "done"], who: sides },
  propose: { from: ["talking", "agreed", "done"], who: sides },
  confirm: { from: ["talking", "agreed", "done"], who: sides },
  case: { from: ["done"], who: ["owner"] },
};

export const isPossible = (state: InterestState, action: InterestAction, side: Side): boolean =>
  transitions[action].from.includes(state) && transitions[action].who.includes(side);

export const isFor = (action: InterestAction, side: Side): boolean => transitions[action].who.includes(side);

/** The state the action leads to. @throws AppError `state` naming where it is possible. */
export const nextState = (state: InterestState, action: InterestAction): InterestState => {
  const { from, to } = transitions[action];
  if (from.includes(state)) return to ?? state;
  const zh = (one: InterestState) => `${interestStateNames[one].zh}（${one}）`;
  throw new AppError("state", {
    en: `An interest that is ${state} has no "${action}"; it is possible from: ${from.join(", ")}.`,
    zh: `意向当前状态为${zh(state)}，不能执行此操作；可执行的状态：${from.map(zh).join("、")}。`,
  });
};

/** Where a confirmed step leads. */
export const stateAfterStep = (state: InterestState, kind: StepFacts["kind"]): InterestState => {
  if (kind === "agreement" && state === "talking") return "agreed";
  return kind === "result" && state === "agreed" ? "done" : state;
};

/** Days for whoever must answer an interest, and for whoever must confirm a step. */
const days = { answer: 7, confirm: 14 } as const;

/** What somebody must do next: answer the interest, or confirm or change the earliest step that waits. */
export const dueOf = ({ state, steps, createdAt }: Pick<Interest, "state" | "steps" | "createdAt">) => {
  if (state === "proposed") return { side: "owner", what: "answer", by: dayAfter(createdAt, days.answer) } as const;
  const open = steps.find((step) => step.state === "proposed");
  if (!open || !transitions.confirm.from.includes(state)) return undefined;
  return { side: otherSide(open.by), what: "confirm", by: dayAfter(open.proposedAt, days.confirm) } as const;
};

const dayAfter = (at: string, count: number): string =>
  inChina(Date.parse(at) + count * 86_400_000)
    .toISOString()
    .slice(0, 10);

/** What each reader sees as a list shows it; of the request only what he may see of it now. */
export const summariseInterest = (
  actor: Actor,
  interest: Interest,
  { title, owner, ring }: Pick<About, "title" | "owner" | "ring">,
): InterestSummary => {
  const side = sideOf(actor, interest);
  const { id, revision, state, requestId, direction, ownerId, partnerId, createdAt, updatedAt } = interest;
  const due = dueOf(interest);
  return {
    id,
    revision,
    state,
    requestId,
    direction,
    ...(title !== undefined && { requestTitle: title }),
    ...(side && { side }),
    ...(owner === "seen" && { ownerId }),
    partnerId,
    ring,
    ...(due && { due }),
    createdAt,
    updatedAt,
  };
};

/** What leaves of an interest: its texts and the facts of its steps only to the two sides. */
export const viewInterest = (actor: Actor, interest: Interest, about: About): InterestView => {
  const side = sideOf(actor, interest);
  const { fit, brings, next, reason, feedback, steps, caseId } = interest;
  return {
    ...summariseInterest(actor, interest, about.owner === "inner" ? { ...about, owner: "seen" } : about),
    ...(side && { fit, brings, next, ...(feedback !== undefined && { feedback }) }),
    ...(reason && { reason }),
    steps: steps.map((step) => viewStep(step, side)),
    ...(caseId !== undefined && { caseId }),
    actions: side ? actionsOf(interest, side) : [],
  };
};

const viewStep = ({ number, facts, state, by, proposedAt, confirmedAt }: Step, side: Side | undefined): StepView => ({
  number,
  kind: facts.kind,
  state,
  by,
  proposedAt,
  ...(confirmedAt !== undefined && { confirmedAt }),
  ...(side && { facts }),
});

const actionsOf = (interest: Interest, side: Side): InterestAction[] =>
  (Object.keys(transitions) as InterestAction[]).filter((action) => {
    if (!isPossible(interest.state, action, side)) return false;
    if (action === "confirm") return interest.steps.some((step) => step.state === "proposed" && step.by !== side);
    return action !== "case" || (interest.caseId === undefined && mayBecomeCase(interest));
  });

/** Whether both sides said that a case may be drafted from the result: it stands in what one proposed and the other confirmed. */
export const mayBecomeCase = ({ steps }: Pick<Interest, "steps">): boolean =>
  steps.some(({ state, facts }) => state === "confirmed" && facts.kind === "result" && facts.mayBecomeCase);

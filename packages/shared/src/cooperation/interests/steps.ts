// The outcome ledger: one side says what was done, the other confirms it word for word; only then it counts.
import { actorId } from "../../actor.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { found } from "../../head.ts";
import { admission, agreement } from "../admit.ts";
import { outcomeItems } from "../outcomes.ts";
import { findWhole } from "../store.ts";
import { type Acted, actOn, type OnInterest } from "./act.ts";
import { type Interest, type NextInterest, otherSide, type Step, stateAfterStep } from "./interest.ts";
import type { ConfirmStep, ProposeStep, Side, StepFacts } from "./schema.ts";

/** Kept on the head, which stays small. */
const mostSteps = 30;

/** What is proposed takes the place of a proposal of the same kind that waits, whoever made it: the two sides never confirm different things. @throws AppError as `actOn`. */
export const proposeStep = (ctx: Context, on: OnInterest, { step: facts }: ProposeStep): Promise<Interest> =>
  actOn(ctx, on, "propose", (next, _, by) => {
    assertInOrder(next, facts);
    const waiting = next.steps.find((step) => step.state === "proposed" && step.facts.kind === facts.kind);
    const number = next.proposals + 1;
    const step: Step = {
      number,
      facts,
      state: "proposed",
      by,
      personId: actorId(ctx.actor),
      proposedAt: ctx.now().toISOString(),
      replaced: waiting ? waiting.replaced + 1 : 0,
    };
    const steps = [...next.steps.filter((each) => each !== waiting), step];
    if (steps.length > mostSteps) throw full();
    return { next: { ...next, steps, proposals: number }, data: { number, kind: facts.kind } };
  });

/** @throws AppError as `actOn`, and `state` where that step does not wait for this side. */
export const confirmStep = (ctx: Context, on: OnInterest, { number }: ConfirmStep): Promise<Interest> =>
  actOn(ctx, on, "confirm", async (next, interest, side) => {
    const step = next.steps.find((each) => each.number === number && each.state === "proposed");
    if (!step || step.by === side) throw notWaiting(next, side);
    const confirmed: Step = {
      ...step,
      state: "confirmed",
      confirmedAt: ctx.now().toISOString(),
      confirmedBy: actorId(ctx.actor),
    };
    const { kind } = step.facts;
    const counted: NextInterest = {
      ...next,
      state: stateAfterStep(next.state, kind),
      steps: next.steps.map((each) => (each.number === number ? confirmed : each)),
    };
    const isResult = counted.state === "done" && next.state !== "done";
    const both = [next.ownerId, next.partnerId];
    const extras = isResult ? outcomeItems(interest.id, both, ctx.now().toISOString()) : [];
    return { data: { number, kind }, extras, ...(await meaningOf(ctx, counted, kind)) };
  });

/** What a step that counts means for the request. */
const meaningOf = async (ctx: Context, next: NextInterest, kind: StepFacts["kind"]): Promise<Acted> => {
  if (kind === "nda") {
    const whole = found(await findWhole(ctx.table, next.requestId));
    const seat = { organisationId: next.partnerId, ring: "nda" } as const;
    return { next, others: [admission(ctx, whole, seat, "admit").change] };
  }
  if (kind !== "agreement" || next.state !== "agreed") return { next };
  const whole = found(await findWhole(ctx.table, next.requestId));
  return { next, others: [agreement(ctx, whole).change] };
};

const refuse = (en: string, zh: string) => new AppError("state", { en, zh });

/** A result follows an agreement, and there is one agreement. */
const assertInOrder = ({ state }: NextInterest, { kind }: StepFacts): void => {
  if (kind === "result" && state === "talking")
    throw refuse(
      "A result follows an agreement; propose the agreement first.",
      "成果须在达成协议之后登记，请先登记协议。",
    );
  if (kind === "agreement" && state !== "talking") throw refuse("There is an agreement already.", "双方已达成协议。");
};

const notWaiting = ({ steps }: NextInterest, side: Side) => {
  const waiting = steps.filter((step) => step.state === "proposed" && step.by === otherSide(side));
  const numbers = waiting.map(({ number }) => number).join(", ");
  return numbers === ""
    ? refuse("No step waits for you to confirm it.", "没有等待贵方确认的事项。")
    : refuse(
        `That step does not wait for you: it was replaced or confirmed. Read again; waiting: ${numbers}.`,
        `该事项已被替换或已确认，请重新查看；等待贵方确认：${numbers}。`,
      );
};

const full = () => refuse(`An interest has at most ${mostSteps} steps.`, `一项意向最多登记 ${mostSteps} 个事项。`);

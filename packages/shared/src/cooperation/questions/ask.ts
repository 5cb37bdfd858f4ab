// Asks the owner of a request something, without telling him who asks.
import { actorId } from "../../actor.ts";
import { commit } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { AppError, forbidden } from "../../errors.ts";
import { found } from "../../head.ts";
import { onlyOrganisation } from "../../members/index.ts";
import { standAfter } from "../life.ts";
import { assertAccepted, marksInQuestion } from "../marks.ts";
import { asIs, changeOf } from "../next-request.ts";
import { mayAsk } from "../policy.ts";
import { findWhole } from "../store.ts";
import { sightOf } from "../view.ts";
import { type Asked, isInTime, lastDay, type Question, viewQuestion } from "./question.ts";
import { type AskQuestion, mostQuestions, mostUnanswered, type QuestionView } from "./schema.ts";
import { questionKey, readQuestions } from "./store.ts";

/** @throws AppError `not_found`, `forbidden`, `invalid` (organisation), and `state`: too late, too many, or what is marked is not accepted. */
export const askQuestion = async (ctx: Context, id: string, input: AskQuestion): Promise<QuestionView> => {
  const whole = found(await findWhole(ctx.table, id));
  const place = found(sightOf(ctx.actor, whole));
  const organisationId = input.organisationId ?? onlyOrganisation(ctx.actor);
  if (!mayAsk(ctx.actor, whole.head, organisationId)) throw notAskable();
  const stand = standAfter(whole.head, "ask");
  if (!isInTime(whole, ctx.now())) throw tooLate(lastDay(whole) ?? "");
  const number = (whole.head.asked ?? 0) + 1;
  // Read after the head: whatever is asked between the two moves its sequence, and the write fails.
  assertRoom(await readQuestions(ctx.table, id), organisationId);
  const marks = await marksInQuestion(ctx.table, input.text, organisationId);
  const kept = assertAccepted(marks, input.accept);
  const at = ctx.now().toISOString();
  const question: Question = { number, text: input.text, organisationId, personId: actorId(ctx.actor), at, kept };
  const event = { action: "ask", data: { number } };
  const { change } = changeOf(id, whole, { ...asIs(whole), ...stand, asked: number }, event, at);
  const appends = { [questionKey(number)]: question };
  await commit(ctx, { changes: [{ ...change, append: true, appends }], answer: { number } });
  return found(viewQuestion(ctx.actor, place, { question }));
};

const assertRoom = (asked: readonly Asked[], organisationId: string): void => {
  if (asked.length >= mostQuestions) throw full();
  const waiting = asked.filter(({ question, answer }) => !answer && question.organisationId === organisationId);
  if (waiting.length >= mostUnanswered) throw waits();
};

const notAskable = () =>
  forbidden({
    en: "People of another member organisation ask about a request, for that organisation; its own people answer.",
    zh: "提问须由其他成员单位的人员代表本单位进行；需求所属单位负责答复。",
  });

const tooLate = (day: string) =>
  new AppError("state", {
    en: `Questions could be asked until ${day} (China). Express an interest instead while the request is open.`,
    zh: `提问已于 ${day}（北京时间）截止；需求开放期间仍可表达意向。`,
  });

const full = () =>
  new AppError("state", {
    en: `This request has had ${mostQuestions} questions, as many as one may have. Express an interest to talk to its owner.`,
    zh: `该需求的提问已达上限 ${mostQuestions} 条，可通过表达意向与对方洽谈。`,
  });

const waits = () =>
  new AppError("state", {
    en: `${mostUnanswered} questions of your organisation wait for an answer; ask more when one of them is answered.`,
    zh: `贵单位已有 ${mostUnanswered} 条提问等待答复，答复后可继续提问。`,
  });

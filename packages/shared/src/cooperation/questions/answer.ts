// Answers a question on a request, for all who may read it, or declines to answer.
import { actorId } from "../../actor.ts";
import { commit } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { AppError, forbidden, invalid } from "../../errors.ts";
import { found } from "../../head.ts";
import { standAfter } from "../life.ts";
import { assertAccepted, marksInAnswer } from "../marks.ts";
import { asIs, changeOf } from "../next-request.ts";
import { mayAnswer } from "../policy.ts";
import { findWhole } from "../store.ts";
import { sightOf } from "../view.ts";
import { type Answer, viewQuestion } from "./question.ts";
import type { AnswerQuestion, QuestionView } from "./schema.ts";
import { answerKey, readQuestions } from "./store.ts";

/** @throws AppError `not_found`, `forbidden`, `invalid` (no such question), and `state`: answered already, or what is marked is not accepted. */
export const answerQuestion = async (ctx: Context, id: string, input: AnswerQuestion): Promise<QuestionView> => {
  const { number, outcome, text, accept } = input;
  const whole = found(await findWhole(ctx.table, id));
  const place = found(sightOf(ctx.actor, whole));
  if (!mayAnswer(ctx.actor, whole.head)) throw notAnswerable();
  const stand = standAfter(whole.head, "answer");
  const asked = (await readQuestions(ctx.table, id)).find(({ question }) => question.number === number);
  if (!asked) throw noQuestion(number, whole.head.asked ?? 0);
  if (asked.answer) throw answered(number);
  const kept = text === undefined ? [] : assertAccepted(await marksInAnswer(ctx.table, text, whole), accept);
  const at = ctx.now().toISOString();
  const said = { personId: actorId(ctx.actor), at, kept, ...(text !== undefined && { text }) };
  const answer: Answer = { outcome, ...said };
  const event = { action: "answer", data: { number, outcome } };
  const { change } = changeOf(id, whole, { ...asIs(whole), ...stand }, event, at);
  const appends = { [answerKey(number)]: answer };
  await commit(ctx, { changes: [{ ...change, append: true, appends }], answer: { number } });
  return found(viewQuestion(ctx.actor, place, { ...asked, answer }));
};

const notAnswerable = () =>
  forbidden({
    en: "People of the organisation whose request it is answer questions about it.",
    zh: "提问由需求所属单位的人员答复。",
  });

const noQuestion = (number: number, count: number) =>
  invalid("/number", "not_allowed", {
    en: count === 0 ? "nothing was asked yet" : `there is no question ${number}; they are numbered 1 to ${count}`,
    zh: count === 0 ? "尚无提问" : `没有第 ${number} 条提问；编号为 1 至 ${count}`,
  });

const answered = (number: number) =>
  new AppError("state", {
    en: `Question ${number} has its answer; what was said to all is not changed. Say more in the request itself.`,
    zh: `第 ${number} 条提问已有答复，已公开的答复不再修改；如需补充，请修改需求内容。`,
  });

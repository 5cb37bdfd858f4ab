// Questions on cooperation requests at the door: ask, answer, list.
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { CommandRecord } from "@lianchuang/shared/command";
import type { Context } from "@lianchuang/shared/context";
import { answerQuestion, askQuestion, getQuestion, listQuestions } from "@lianchuang/shared/cooperation";
import { AnswerQuestion, AskQuestion, QuestionView } from "@lianchuang/shared/cooperation/questions/schema";
import * as z from "zod";
import type { Door } from "./door.ts";
import { idParams, listOf } from "./lists.ts";
import { operation } from "./operation.ts";

const tag = "cooperation";
const params = idParams("coop");
const Questions = listOf(QuestionView, "RequestQuestions");
const Numbered = z.object({ number: z.int() });

const replay = async (ctx: Context, { id, answer }: CommandRecord) => ({
  value: await getQuestion(ctx, id, Numbered.parse(answer).number),
});

export const questions = (app: OpenAPIHono<Door>): void => {
  operation(app, {
    id: "askQuestion",
    kind: "append",
    method: "post",
    path: "/cooperation/{id}/questions",
    tag,
    summary: "Ask about a request; its owner is not told who asks · 匿名提问",
    access: "person",
    params,
    body: AskQuestion,
    answer: QuestionView,
    handle: async (ctx, { params: { id }, body }) => ({ value: await askQuestion(ctx, id, body) }),
    replay,
  });

  operation(app, {
    id: "listQuestions",
    kind: "read",
    method: "get",
    path: "/cooperation/{id}/questions",
    tag,
    summary: "Questions on a request and their answers · 提问与答复",
    access: "person",
    params,
    answer: Questions,
    handle: async (ctx, { params: { id } }) => ({ value: { items: await listQuestions(ctx, id) } }),
  });

  operation(app, {
    id: "answerQuestion",
    kind: "append",
    method: "post",
    path: "/cooperation/{id}/answers",
    tag,
    summary: "Answer a question for all who may read it, or decline to · 答复提问",
    access: "person",
    params,
    body: AnswerQuestion,
    answer: QuestionView,
    handle: async (ctx, { params: { id }, body }) => ({ value: await answerQuestion(ctx, id, body) }),
    replay,
  });
};

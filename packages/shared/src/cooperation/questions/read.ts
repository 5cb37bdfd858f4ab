// Reads the questions on a request, as far as they are for the reader.
import type { Context } from "../../context.ts";
import { found } from "../../head.ts";
import { findWhole } from "../store.ts";
import { sightOf } from "../view.ts";
import { viewQuestion } from "./question.ts";
import type { QuestionView } from "./schema.ts";
import { readQuestions } from "./store.ts";

const readAs = async (ctx: Context, id: string) => {
  const place = sightOf(ctx.actor, found(await findWhole(ctx.table, id)));
  const inside = found(place?.view === "published" ? undefined : place);
  const asked = await readQuestions(ctx.table, id);
  return asked.map((each) => ({ number: each.question.number, view: viewQuestion(ctx.actor, inside, each) }));
};

/** In the order they were asked; to who does not read what members see they are not there. @throws AppError `not_found`. */
export const listQuestions = async (ctx: Context, id: string): Promise<QuestionView[]> =>
  (await readAs(ctx, id)).flatMap(({ view }) => view ?? []);

/** One of them. @throws AppError `not_found`. */
export const getQuestion = async (ctx: Context, id: string, number: number): Promise<QuestionView> =>
  found((await readAs(ctx, id)).find((each) => each.number === number)?.view);

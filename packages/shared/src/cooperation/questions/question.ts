// What a question on a request is, who sees it, and who sees whose it is. Pure.
import * as z from "zod";
import { type Actor, belongsTo, isStaff } from "../../actor.ts";
import type { WholeRequest } from "../request.ts";
import type { Standing } from "../rings.ts";
import type { RequestView } from "../schema.ts";
import { dayInChina } from "../sound.ts";
import type { QuestionView } from "./schema.ts";

const written = { text: z.string().optional(), at: z.iso.datetime(), personId: z.string(), kept: z.array(z.string()) };

export const Question = z.object({ ...written, number: z.int(), text: z.string(), organisationId: z.string() });
export type Question = z.infer<typeof Question>;
export const Answer = z.object({ ...written, outcome: z.enum(["answered", "declined"]) });
export type Answer = z.infer<typeof Answer>;

/** A question with its answer, where there is one. */
export interface Asked {
  question: Question;
  answer?: Answer;
}

/** The last day for questions, in China: where none is named, the last for interests. */
export const lastDay = ({ opened }: Pick<WholeRequest, "opened">): string | undefined =>
  opened?.head.facts.questionsUntil ?? opened?.head.facts.deadline;

export const isInTime = (whole: Pick<WholeRequest, "opened">, now: Date): boolean => {
  const last = lastDay(whole);
  return last === undefined || dayInChina(now) <= last;
};

/** From where a request is read. */
export interface Place {
  view: RequestView["view"];
  standing: Standing;
}

/**
 * What a reader sees of a question. Answered ones are for all who read what members see; others for the owner, for who asked
 * and for the secretariat. Who asked is for his own people and the secretariat, never for the owner, whatever else he is; and
 * no number tells the others how many they do not see.
 */
export const viewQuestion = (actor: Actor, { view, standing }: Place, asked: Asked): QuestionView | undefined => {
  const { question, answer } = asked;
  const isOwner = standing === "owner";
  const isDesk = isStaff(actor) && !isOwner;
  const isAsker = belongsTo(actor, question.organisationId) && !isOwner;
  const state = answer?.outcome ?? "unanswered";
  if (view === "published" || (state !== "answered" && !isOwner && !isDesk && !isAsker)) return undefined;
  return {
    ...((isOwner || isDesk) && { number: question.number }),
    state,
    text: question.text,
    askedAt: question.at,
    ...((isDesk || isAsker) && { organisationId: question.organisationId }),
    ...keptOf(isDesk, question.kept),
    ...(answer && {
      answer: {
        ...(answer.text !== undefined && { text: answer.text }),
        answeredAt: answer.at,
        ...keptOf(isDesk, answer.kept),
      },
    }),
  };
};

const keptOf = (isDesk: boolean, kept: string[]): { kept?: string[] } => (isDesk && kept.length > 0 ? { kept } : {});

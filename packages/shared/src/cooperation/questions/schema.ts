// What leaves and enters about questions on a request: browser-safe.
import * as z from "zod";
import { idOf } from "../../ids.ts";
import { prose } from "../../text.ts";
import { SubmitRequest } from "../schema.ts";

/** So many questions are asked of one request at most, and so many of one organisation wait for an answer. */
export const mostQuestions = 50;
export const mostUnanswered = 5;

const outcomes = ["answered", "declined"] as const;
export type AnswerOutcome = (typeof outcomes)[number];

const { accept } = SubmitRequest.shape;

export const AskQuestion = z
  .strictObject({
    text: prose(500),
    organisationId: idOf("org")
      .optional()
      .meta({ description: "For which you ask; needed only if you belong to several. The owner is not told" }),
    accept,
  })
  .meta({ id: "AskQuestion" });
export type AskQuestion = z.infer<typeof AskQuestion>;

export const AnswerQuestion = z
  .strictObject({
    number: z.int().min(1).max(mostQuestions),
    outcome: z.enum(outcomes).default("answered"),
    text: prose(2_000)
      .optional()
      .meta({ description: "The answer, for all who may read the question; of a declined one why, for who asked" }),
    accept,
  })
  .refine(({ outcome, text }) => outcome === "declined" || text !== undefined, {
    path: ["text"],
    params: { rule: "required" },
  })
  .meta({ id: "AnswerQuestion" });
export type AnswerQuestion = z.infer<typeof AnswerQuestion>;

const kept = z
  .array(z.string())
  .optional()
  .meta({ description: "Texts that may tell who wrote it, and that were kept; for the secretariat" });

export const QuestionView = z
  .object({
    number: z.int().optional().meta({ description: "By which it is answered; for the owner and the secretariat" }),
    state: z.enum(["unanswered", ...outcomes]),
    text: z.string(),
    askedAt: z.iso.datetime(),
    organisationId: idOf("org")
      .optional()
      .meta({ description: "Who asked; for people of that organisation and the secretariat" }),
    kept,
    answer: z.object({ text: z.string().optional(), answeredAt: z.iso.datetime(), kept }).optional(),
  })
  .meta({ id: "RequestQuestion" });
export type QuestionView = z.infer<typeof QuestionView>;

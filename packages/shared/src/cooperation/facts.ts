// The facts of a request as they are kept on its head: bounds were checked at the door, and never are again when they are read.
import * as z from "zod";
import { regionCodes } from "../members/region.ts";
import { DraftRequest } from "./schema.ts";

const { languages, rings } = DraftRequest.shape;
const text = z.string().optional();
const texts = z.array(z.string()).optional();
const amount = z.number().optional();

const Elements = z.object({ industries: texts, processes: texts, materials: texts, products: texts, effects: texts });
const Limits = z.object({
  certificates: texts,
  regions: z.array(z.enum(regionCodes)).optional(),
  date: text,
  quantity: z.object({ min: amount, max: amount, unit: z.string() }).optional(),
  budget: z.object({ min: amount, max: amount }).optional(),
});

export const Facts = z.object({
  title: z.string(),
  summary: text,
  elements: Elements.optional(),
  limits: Limits.optional(),
  languages,
  deadline: text,
  questionsUntil: text,
  contact: text,
  rings,
  named: texts,
});
export type Facts = z.infer<typeof Facts>;

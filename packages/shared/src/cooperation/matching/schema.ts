// What leaves of matching: browser-safe.
import * as z from "zod";
import { idOf } from "../../ids.ts";
import { RequestSummary } from "../schema.ts";

const share = z.number().min(0).max(1);
const Said = z.object({ en: z.string(), zh: z.string() });
const names = ["text", "industry", "processes", "materials", "products", "effects", "fit", "evidence"] as const;
const Parts = z
  .object(
    Object.fromEntries(names.map((name) => [name, share.optional()])) as Record<
      (typeof names)[number],
      z.ZodOptional<z.ZodNumber>
    >,
  )
  .meta({ id: "MatchParts", description: "Each from 0 to 1; what is not known is left out" });

export const MatchView = z
  .object({
    request: RequestSummary,
    score: z.number(),
    forYou: z.object({ score: share, parts: Parts }).meta({ description: "What the other gives you" }),
    forThem: z.object({ score: share, parts: Parts }).meta({ description: "What you give the other" }),
    reasons: z
      .array(z.object({ worth: z.number(), toYou: Said, toThem: Said }))
      .meta({ description: "Why, what would be missed most first: without it the score would be lower by worth" }),
    gaps: z
      .array(z.object({ about: z.string(), byYou: z.boolean(), toYou: Said, toThem: Said }))
      .meta({ description: "What is missing or not known, and who could say it" }),
    weights: z.int().meta({ description: "Version of the weights" }),
  })
  .meta({ id: "RequestMatch" });
export type MatchView = z.infer<typeof MatchView>;

export const teamRoles = ["maker", "it", "university", "finance", "testing"] as const;
export const TeamView = z
  .object({
    score: share,
    members: z.array(
      z.object({ role: z.enum(teamRoles), request: RequestSummary, worth: share, covers: z.array(z.string()) }),
    ),
    unfilled: z.array(z.enum(teamRoles)),
    uncovered: z.array(z.string()).meta({ description: "What the need asks for and nobody names" }),
    why: Said,
  })
  .meta({ id: "TeamProposal" });
export type TeamView = z.infer<typeof TeamView>;

export const ExpertView = z
  .object({
    organisationId: idOf("org"),
    name: z.string(),
    score: z.number().meta({ description: "Votes of its cases that resemble the need, capped" }),
    evidence: z.array(z.object({ caseId: idOf("case"), title: z.string(), shared: z.array(z.string()) })),
  })
  .meta({ id: "CooperationExpert" });
export type ExpertView = z.infer<typeof ExpertView>;

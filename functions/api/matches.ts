// Matching at the door: who may answer a request and why, teams, what resembles it, who has solved something like it.
import type { OpenAPIHono } from "@hono/zod-openapi";
import {
  getLearning,
  listExperts,
  listMatches,
  listSimilarRequests,
  listTeams,
  logShown,
} from "@lianchuang/shared/cooperation";
import { LearningReport } from "@lianchuang/shared/cooperation/learning/schema";
import { ExpertView, MatchView, TeamView, teamRoles } from "@lianchuang/shared/cooperation/matching/schema";
import { SimilarHit } from "@lianchuang/shared/search/schema";
import * as z from "zod";
import type { Dependencies, Door } from "./door.ts";
import { idParams, limitUpTo, listOf, queryOf, repeatable } from "./lists.ts";
import { operation } from "./operation.ts";

const params = idParams("coop");
const few = queryOf({ limit: limitUpTo(20, 10) });
const shared = { kind: "read", method: "get", tag: "matching", access: "person", params } as const;

export const matches = (app: OpenAPIHono<Door>, { index, later }: Pick<Dependencies, "index" | "later">): void => {
  operation(app, {
    ...shared,
    id: "listMatches",
    path: "/cooperation/{id}/matches",
    summary: "Who may answer your request, and why · 推荐对接",
    query: few,
    answer: listOf(MatchView, "RequestMatches"),
    handle: async (ctx, { params: { id }, query: { limit } }) => {
      const { items, suggestions } = await listMatches(ctx, index, { id, limit });
      later(() => logShown(ctx, id, suggestions));
      return { value: { items } };
    },
  });

  operation(app, {
    ...shared,
    id: "listTeams",
    path: "/cooperation/{id}/teams",
    summary: "Teams that could tackle your need together · 协同攻关组队",
    query: queryOf({ roles: repeatable(z.enum(teamRoles)), limit: limitUpTo(5, 3) }),
    answer: listOf(TeamView, "TeamProposals"),
    handle: async (ctx, { params: { id }, query: { roles = teamRoles, limit } }) => ({
      value: { items: await listTeams(ctx, index, { id, roles, limit }) },
    }),
  });

  operation(app, {
    ...shared,
    id: "listSimilarRequests",
    path: "/cooperation/{id}/similar",
    summary: "What there is already that resembles a request · 相似的合作需求或案例",
    query: queryOf({ kind: z.enum(["request", "case"]).default("request"), limit: limitUpTo(20, 10) }),
    answer: listOf(SimilarHit, "SimilarRequests"),
    handle: async (ctx, { params: { id }, query: { kind, limit } }) => ({
      value: { items: await listSimilarRequests(ctx, index, { id, kind, limit }) },
    }),
  });

  operation(app, {
    ...shared,
    id: "listExperts",
    path: "/cooperation/{id}/experts",
    summary: "Who has solved something like it, by their cases · 谁解决过类似问题",
    query: few,
    answer: listOf(ExpertView, "CooperationExperts"),
    handle: async (ctx, { params: { id }, query: { limit } }) => ({
      value: { items: await listExperts(ctx, index, { id, limit }) },
    }),
  });

  operation(app, {
    id: "getLearning",
    kind: "read",
    method: "get",
    path: "/matching/report",
    tag: "matching",
    summary: "What became of suggestions: by rank, by size, how soon people answer (secretariat) · 推荐效果报告",
    access: "staff",
    query: queryOf({
      from: z.iso.date().optional().meta({ description: "30 days before to where it is not said" }),
      to: z.iso.date().optional().meta({ description: "Today where it is not said" }),
    }),
    answer: LearningReport,
    handle: async (ctx, { query }) => ({ value: await getLearning(ctx, query) }),
  });
};

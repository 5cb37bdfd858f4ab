// Members at the door: who I am, organisations.
import type { OpenAPIHono } from "@hono/zod-openapi";
import { unauthenticated } from "@lianchuang/shared/errors";
import { getOrganisation, listOrganisations, viewMe, viewOrganisation } from "@lianchuang/shared/members";
import { MeView, OrganisationView } from "@lianchuang/shared/members/schema";
import type { Door } from "./door.ts";
import { idParams, pageOf, paging, queryOf } from "./lists.ts";
import { operation } from "./operation.ts";

const tag = "members";
const OrganisationPage = pageOf(OrganisationView, "OrganisationPage");

export const members = (app: OpenAPIHono<Door>): void => {
  operation(app, {
    id: "getMe",
    kind: "read",
    method: "get",
    path: "/me",
    tag,
    summary: "Who I am, and what was granted to me · 我的身份与权限",
    access: "person",
    answer: MeView,
    handle: async ({ actor }) => {
      if (actor.kind !== "person") throw unauthenticated();
      return { value: viewMe(actor) };
    },
  });

  operation(app, {
    id: "listOrganisations",
    kind: "read",
    method: "get",
    path: "/organisations",
    tag,
    summary: "Organisations of the alliance, by name · 成员单位",
    access: "anyone",
    query: queryOf(paging),
    answer: OrganisationPage,
    handle: async (ctx, { query }) => {
      const page = await listOrganisations(ctx, query);
      return { value: { ...page, items: page.items.map(viewOrganisation) } };
    },
  });

  operation(app, {
    id: "getOrganisation",
    kind: "read",
    method: "get",
    path: "/organisations/{id}",
    tag,
    summary: "One organisation · 单位详情",
    access: "anyone",
    params: idParams("org"),
    answer: OrganisationView,
    handle: async (ctx, { params }) => {
      const organisation = await getOrganisation(ctx, params.id);
      return { value: viewOrganisation(organisation), revision: organisation.revision };
    },
  });
};

// What any kind of thing is called when something else names it: joined when read, for this reader.
import { summariseCases } from "@lianchuang/shared/cases";
import { summariseRequests } from "@lianchuang/shared/cooperation";
import { idOf, type Prefix } from "@lianchuang/shared/ids";
import { findOrganisations } from "@lianchuang/shared/members";
import type { DescribeThings } from "@lianchuang/shared/searches";
import type { Thing } from "@lianchuang/shared/searches/schema";

/** One round trip for each kind among them. */
export const describeThings: DescribeThings = async (ctx, ids) => {
  const of = (prefix: Prefix) => ids.filter((id) => idOf(prefix).safeParse(id).success);
  const [cases, requests, organisations] = await Promise.all([
    summariseCases(ctx, of("case")),
    summariseRequests(ctx, of("coop")),
    findOrganisations(ctx, of("org")),
  ]);
  return new Map<string, Thing>([
    ...[...cases].map(([id, { view, title, updatedAt }]) => [id, { kind: "case", view, title, updatedAt }] as const),
    ...[...requests].map(
      ([id, { view, title, updatedAt }]) => [id, { kind: "request", view, title, updatedAt }] as const,
    ),
    ...organisations.map(
      ({ id, name, updatedAt }) => [id, { kind: "organisation", view: "published", title: name, updatedAt }] as const,
    ),
  ]);
};

/** Where a thing is read, by its kind. */
const addresses: Record<Thing["kind"], string> = {
  case: "/v1/cases/",
  organisation: "/v1/organisations/",
  request: "/v1/cooperation/",
};

export const addressOf = ({ kind, id }: { kind: Thing["kind"]; id: string }): string => addresses[kind] + id;

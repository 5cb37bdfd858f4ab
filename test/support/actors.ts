// Actors of all kinds around a thing of the organisation `org_1` that `author` began: what a policy tells apart.
import { type Actor, visitor } from "@lianchuang/shared/actor";

const person = (id: string, role: "member" | "representative", organisationId: string, staff = false): Actor => ({
  kind: "person",
  id,
  name: id,
  memberships: [{ organisationId, role }],
  seats: staff ? [{ bodyId: "body_1", body: "secretariat", role: "secretary", from: "2020-01-01T00:00:00.000Z" }] : [],
});

export const owned = { organisationId: "org_1", createdBy: "author" };

export const actors: Record<string, Actor> = {
  visitor,
  system: { kind: "system", name: "x" },
  clock: { kind: "system", name: "clock" },
  author: person("author", "member", "org_1"),
  colleague: person("colleague", "member", "org_1"),
  representative: person("representative", "representative", "org_1"),
  stranger: person("stranger", "representative", "org_2"),
  authorGone: person("author", "member", "org_2"),
  secretary: person("secretary", "member", "org_3", true),
};

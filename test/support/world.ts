// A small alliance to test in: a fresh table on the real engine, a few organisations and people, contexts to act in.
import { randomBytes, randomUUID } from "node:crypto";
import type { Actor } from "@lianchuang/shared/actor";
import type { Context } from "@lianchuang/shared/context";
import {
  allianceId,
  findActor,
  registerBody,
  registerOrganisation,
  registerPerson,
  secretariatId,
} from "@lianchuang/shared/members";
import { createCursors, newCursorKey } from "@lianchuang/shared/page";
import { openTable, type Table } from "@lianchuang/shared/table";
import { ensureTable } from "@lianchuang/shared/upkeep";
import { inject } from "vitest";
import { clientFor } from "../../packages/local/src/engine.ts";
import { checkCharacter } from "../../packages/shared/src/members/credit-code.ts";

/** A valid social credit code that nobody has. */
export const creditCode = (): string => {
  const digits = (randomBytes(6).readUIntBE(0, 6) % 1_000_000_000).toString().padStart(9, "0");
  const first17 = `91110000${digits}`;
  return first17 + checkCharacter(first17);
};

export const newTable = async (endpoint = inject("endpoint")): Promise<Table> => {
  const table = openTable({ name: `t${randomUUID().slice(0, 8)}`, client: clientFor(endpoint) });
  await ensureTable(table);
  return table;
};

export interface World {
  table: Table;
  /** A context for an actor; `over` replaces any of its parts. */
  as(actor: Actor, over?: Partial<Context>): Context;
  /** A person of the first and of the second organisation, a representative of the first, a secretary. */
  engineer: Actor;
  representative: Actor;
  stranger: Actor;
  secretary: Actor;
  organisationId: string;
  otherId: string;
}

export const system: Actor = { kind: "system", name: "test" };

export const newWorld = async (table?: Table): Promise<World> => {
  const store = table ?? (await newTable());
  const cursors = createCursors([newCursorKey()]);
  const as = (actor: Actor, over: Partial<Context> = {}): Context => ({
    actor,
    table: store,
    cursors,
    now: () => new Date(),
    requestId: "test",
    ...over,
  });
  const ctx = as(system);
  const alliance = { name: "示例联盟", creditCode: creditCode(), kind: "alliance" } as const;
  await registerOrganisation(ctx, alliance, allianceId);
  await registerBody(ctx, { name: "秘书处", kind: "secretariat" }, secretariatId);
  const first = await registerOrganisation(ctx, {
    name: "示例机床厂",
    creditCode: creditCode(),
    kind: "manufacturer",
    industry: "3421",
    region: "21",
  });
  const second = await registerOrganisation(ctx, { name: "示例大学", creditCode: creditCode(), kind: "university" });
  const person = async (
    name: string,
    organisationId: string,
    role: "member" | "representative",
    seat?: Parameters<typeof registerPerson>[2],
  ) => {
    const { id } = await registerPerson(ctx, { name, organisationId, role }, seat);
    const actor = await findActor(store, id, new Date());
    if (!actor) throw new Error("a registered person is an actor");
    return actor;
  };
  return {
    table: store,
    as,
    engineer: await person("示例工程师", first.id, "member"),
    representative: await person("示例代表", first.id, "representative"),
    stranger: await person("示例教授", second.id, "member"),
    secretary: await person("示例秘书", allianceId, "member", { bodyId: secretariatId, role: "secretary" }),
    organisationId: first.id,
    otherId: second.id,
  };
};

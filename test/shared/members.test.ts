import { randomUUID } from "node:crypto";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { type Actor, actorId, isStaff, visitor } from "@lianchuang/shared/actor";
import { mayRead, tokensOf } from "@lianchuang/shared/audience";
import { readEvents } from "@lianchuang/shared/events";
import { newId } from "@lianchuang/shared/ids";
import {
  admitFirstSecretary,
  allianceId,
  findActor,
  findActorByIdentity,
  findMember,
  findSecretary,
  getOrganisation,
  industryBranch,
  industryCount,
  industryName,
  isIndustry,
  linkIdentity,
  listOrganisations,
  registerBody,
  registerOrganisation,
  registerPerson,
  retireFictitious,
  secretariatId,
  viewMe,
  viewOrganisation,
} from "@lianchuang/shared/members";
import { RegisterOrganisation } from "@lianchuang/shared/members/schema";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { checkCharacter, isCreditCode } from "../../packages/shared/src/members/credit-code.ts";
import { creditCode, newTable, newWorld, system, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});

describe("the unified social credit code", () => {
  it("is accepted with its check character and refused with any other", () => {
    // Codes that organisations publish themselves.
    for (const code of [
      "91350100M000100Y43",
      "914403001922038216",
      "9144030071526726XG",
      "91110000802100433B",
      "91330100799655058B",
    ])
      expect([code, checkCharacter(code.slice(0, 17))]).toEqual([code, code.at(-1)]);
    for (const character of "0123456789ABCDEFGHJKLMNPQRTUWXY")
      expect(isCreditCode(`91350100M000100Y4${character}`)).toBe(character === "3");
  });

  it("notices every single wrong character and every swap of neighbours", () => {
    const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 16 }), fc.constantFrom(...alphabet.split("")), (position, other) => {
        const code = creditCode();
        const wrong = code.slice(0, position) + other + code.slice(position + 1);
        const swapped =
          code.slice(0, position) + (code[position + 1] ?? "") + (code[position] ?? "") + code.slice(position + 2);
        expect(isCreditCode(wrong)).toBe(wrong === code);
        expect(isCreditCode(swapped)).toBe(swapped === code);
      }),
    );
  });

  it.each(["", "9135", "91350100m000100Y43", "91350100M000100Y433", "I1350100M000100Y43", "９1350100M000100Y43"])(
    "refuses %j",
    (code) => {
      expect(isCreditCode(code)).toBe(false);
    },
  );
});

describe("industries of GB/T 4754-2017", () => {
  it("are all there, each with its branch up to its section", () => {
    expect(industryCount).toBe(20 + 97 + 473 + 1381);
    expect(industryBranch("3421")).toEqual(["C", "34", "342", "3421"]);
    expect(industryName("3421")).toBe("金属切削机床制造");
    expect([isIndustry("C"), isIndustry("9999"), industryBranch("9999"), industryName("9999")]).toEqual([
      true,
      false,
      [],
      undefined,
    ]);
  });
});

describe("the register", () => {
  it("refuses a credit code twice, an unknown industry, and anybody but the system", async () => {
    const ctx = world.as(system);
    const input = { name: "示例一厂", creditCode: creditCode(), kind: "manufacturer" as const };
    await registerOrganisation(ctx, input);
    await expect(registerOrganisation(ctx, input)).rejects.toMatchObject({
      reason: "taken",
      issues: [{ pointer: "/creditCode" }],
    });
    await expect(
      registerOrganisation(ctx, { ...input, creditCode: creditCode(), industry: "9999" }),
    ).rejects.toMatchObject({ issues: [{ pointer: "/industry" }] });
    await expect(registerOrganisation(ctx, { name: "无码", kind: "other" })).rejects.toMatchObject({
      issues: [{ pointer: "/creditCode", code: "required" }],
    });
    for (const actor of [visitor, world.secretary]) {
      await expect(registerOrganisation(world.as(actor), input)).rejects.toMatchObject({ reason: "forbidden" });
      await expect(
        registerPerson(world.as(actor), { name: "甲", organisationId: allianceId, role: "member" }),
      ).rejects.toMatchObject({ reason: "forbidden" });
      await expect(registerBody(world.as(actor), { name: "组", kind: "committee" })).rejects.toMatchObject({
        reason: "forbidden",
      });
    }
    await expect(
      registerPerson(ctx, { name: "甲", organisationId: "org_01J00000000000000000000000", role: "member" }),
    ).rejects.toMatchObject({ reason: "not_found" });
  });

  it("shows an organisation with names for its codes", async () => {
    const organisation = await registerOrganisation(
      world.as(system),
      RegisterOrganisation.parse({
        name: "示例二厂",
        creditCode: creditCode(),
        kind: "manufacturer",
        industry: "3421",
        region: "21",
        size: "large",
        fictitious: true,
      }),
    );
    expect(viewOrganisation(await getOrganisation(world.as(visitor), organisation.id))).toMatchObject({
      industry: { code: "3421", name: "金属切削机床制造" },
      region: { code: "21", name: "辽宁" },
      size: "large",
      fictitious: true,
    });
    await expect(getOrganisation(world.as(visitor), "org_01J00000000000000000000000")).rejects.toMatchObject({
      reason: "not_found",
    });
  });

  it("lists every organisation once, page by page; a cursor opens for nobody else", async () => {
    const ctx = world.as(world.engineer);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listOrganisations(ctx, { limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      if (cursor !== undefined)
        await expect(listOrganisations(world.as(world.stranger), { limit: 2, cursor })).rejects.toMatchObject({
          reason: "cursor",
        });
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toContain(allianceId);
    expect(seen).toContain(world.organisationId);
  });
});

describe("actors", () => {
  it("are found by their id alone, with what is granted to them now", async () => {
    expect(await findActor(world.table, "person_01J00000000000000000000000", new Date())).toBeUndefined();
    expect(await findActor(world.table, "nonsense", new Date())).toBeUndefined();
    const secretary = await findSecretary(world.table, new Date());
    expect(await findActor(world.table, secretary ?? "", new Date())).toMatchObject({
      name: "示例秘书",
      seats: [{ bodyId: secretariatId, body: "secretariat" }],
    });
    const member = await findActor(world.table, (await findMember(world.table, new Date())) ?? "", new Date());
    expect(
      member?.kind === "person" && member.memberships.some(({ organisationId }) => organisationId !== allianceId),
    ).toBe(true);
  });

  it("are found by whom an issuer knows them as, once that is linked, and by nobody else's name", async () => {
    const ctx = world.as(system);
    const subject: string = randomUUID();
    const identity = { issuer: "https://issuer.example", subject };
    const find = (who: typeof identity) => findActorByIdentity(world.table, who, new Date());
    expect(await find(identity)).toBeUndefined();
    const id = actorId(world.engineer);
    await linkIdentity(ctx, id, identity);
    expect(await find(identity)).toEqual(world.engineer);
    for (const other of [
      { ...identity, issuer: "https://other.example" },
      { ...identity, subject: `${identity.subject}0` },
      { issuer: `${identity.issuer}${identity.subject}`, subject: "" },
    ])
      expect(await find(other)).toBeUndefined();
    const before = await readEvents(world.table, id, 0, 100);
    await linkIdentity(ctx, id, identity);
    expect(await readEvents(world.table, id, 0, 100)).toEqual(before);
    await expect(linkIdentity(ctx, actorId(world.stranger), identity)).rejects.toMatchObject({ reason: "taken" });
    await expect(linkIdentity(world.as(world.secretary), id, identity)).rejects.toMatchObject({ reason: "forbidden" });
    await expect(linkIdentity(ctx, newId("person", new Date()), identity)).rejects.toMatchObject({
      reason: "not_found",
    });
    expect(await find(identity)).toEqual(world.engineer);
  });

  it("begin with the first secretary of a new alliance, who is let in once", async () => {
    const table = await newTable();
    const ctx = world.as(system, { table });
    const first = { name: "示例秘书", issuer: "https://issuer.example", subject: "1" };
    const { secretaryId } = await admitFirstSecretary(ctx, first);
    expect(await admitFirstSecretary(ctx, { ...first, name: "另一名字" })).toEqual({ secretaryId });
    expect(await findActorByIdentity(table, first, new Date())).toMatchObject({ id: secretaryId, name: "示例秘书" });
    await expect(admitFirstSecretary(ctx, { ...first, subject: "2" })).rejects.toMatchObject({ reason: "taken" });
    expect(await findActorByIdentity(table, { ...first, subject: "2" }, new Date())).toBeUndefined();
    await expect(admitFirstSecretary(world.as(world.secretary, { table }), first)).rejects.toMatchObject({
      reason: "forbidden",
    });
  });

  it("lose with their term what a seat gave them", async () => {
    const { id } = await registerPerson(
      world.as(system),
      { name: "临时秘书", organisationId: allianceId, role: "member" },
      { bodyId: secretariatId, role: "secretary", until: "2030-01-01T00:00:00.000Z" },
    );
    const at = async (time: string) => isStaff((await findActor(world.table, id, new Date(time))) ?? visitor);
    expect([
      await at("2029-12-31T23:59:59.999Z"),
      await at("2030-01-01T00:00:00.000Z"),
      await at("2001-01-01T00:00:00.000Z"),
    ]).toEqual([true, false, false]);
    expect(await findSecretary(world.table, new Date("2001-01-01"))).toBeUndefined();
  });

  it("lose every right of a suspended organisation with the next request", async () => {
    const own = await newWorld();
    const person = own.engineer as Extract<Actor, { kind: "person" }>;
    const item = { pk: "alliance#standing", sk: "head", suspended: [own.organisationId] };
    await own.table.client.send(new PutCommand({ TableName: own.table.name, Item: item }));
    const actor = await findActor(own.table, person.id, new Date());
    expect(tokensOf(actor ?? visitor)).toEqual([`person:${person.id}`, "public"]);
    expect(viewMe(actor as typeof person)).toMatchObject({ organisations: [], staff: false });
  });

  it("read what shares a token with them, and nothing else", () => {
    const person = {
      kind: "person",
      id: "person_1",
      name: "甲",
      memberships: [{ organisationId: "org_1", role: "member" }],
      seats: [],
    } as const;
    const lonely = { ...person, memberships: [] };
    const staff = {
      ...person,
      seats: [{ bodyId: "body_1", body: "secretariat", role: "secretary", from: "2020-01-01T00:00:00.000Z" }],
    } as const;
    const system_ = { kind: "system", name: "x" } as const;
    const matrix: [Actor, string, boolean][] = [
      [visitor, "public", true],
      [visitor, "members", false],
      [system_, "members", false],
      [person, "members", true],
      [lonely, "members", false],
      [person, "org:org_1", true],
      [person, "org:org_2", false],
      [person, "person:person_1", true],
      [person, "person:person_2", false],
      [person, "staff", false],
      [staff, "staff", true],
      [staff, "body:body_1", true],
      [person, "body:body_1", false],
    ];
    for (const [actor, token, expected] of matrix)
      expect([actor.kind, token, mayRead(actor, { audience: [token] })]).toEqual([actor.kind, token, expected]);
    expect(mayRead(staff, { audience: [] })).toBe(false);
  });
});

describe("retiring", () => {
  const fictitious = async (code = creditCode()) => {
    const input = { name: "示例厂", creditCode: code, kind: "manufacturer", fictitious: true } as const;
    return (await registerOrganisation(world.as(system), input)).id;
  };

  it("frees the credit code for who registers next", async () => {
    const code = creditCode();
    const id = await fictitious(code);
    await retireFictitious(world.as(system), id);
    const next = await fictitious(code);
    await retireFictitious(world.as(system), id);
    await expect(fictitious(code)).rejects.toMatchObject({ reason: "taken" });
    expect((await getOrganisation(world.as(visitor), next)).creditCode).toBe(code);
  });

  it("takes along everybody, however many, and leaves who is real", async () => {
    const id = await fictitious();
    const enter = (name: string, over: object) =>
      registerPerson(world.as(system), { name, organisationId: id, role: "member", ...over });
    const people = [];
    for (let position = 0; position < 130; position++) people.push(await enter("示例人", { fictitious: true }));
    const real = await enter("真人", {});
    await retireFictitious(world.as(system), id);
    const left = await Promise.all(people.map((person) => findActor(world.table, person.id, new Date())));
    expect(left.filter((actor) => actor !== undefined)).toEqual([]);
    expect(await findActor(world.table, real.id, new Date())).toBeDefined();
  });
});

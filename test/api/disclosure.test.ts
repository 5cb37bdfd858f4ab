// The disclosure matrix: every field in every ring, for every kind of reader, by every way out. Nothing of a ring that does not reach him leaves; what lies further in than all members see is written down.
import { createHash } from "node:crypto";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { type Actor, visitor } from "@lianchuang/shared/actor";
import { commit } from "@lianchuang/shared/commit";
import {
  answerQuestion,
  askQuestion,
  draftRequest,
  findRequest,
  openRequest,
  submitRequest,
} from "@lianchuang/shared/cooperation";
import { type DraftRequest, type Ring, type RingField, ringFields, rings } from "@lianchuang/shared/cooperation/schema";
import { found } from "@lianchuang/shared/head";
import type { SearchIndex } from "@lianchuang/shared/search";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexThings } from "../../functions/indexer/index-things.ts";
import { admission } from "../../packages/shared/src/cooperation/admit.ts";
import { newMember } from "../support/cooperation.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { newIndex } from "../support/index.ts";
import { newWorld, system, type World } from "../support/world.ts";

/** Readers by where they stand. */
type Reader = Ring | "staff" | "owner" | "suspended";
const readers: readonly Reader[] = [...rings, "staff", "owner", "suspended"];
const standingOf = (reader: Reader): Ring | "owner" => {
  if (reader === "staff") return "qualified";
  return reader === "suspended" ? "public" : reader;
};

let world: World;
let door: TestDoor;
let index: SearchIndex;
let closeIndex: () => Promise<void>;
const actors = new Map<Reader, Actor>();

/** Said here once more, so that the product's own rule is not its own judge. */
const seesField = (standing: Ring | "owner", ring: Ring): boolean =>
  standing === "owner" || rings.indexOf(ring) <= rings.indexOf(standing);

interface Planted {
  id: string;
  rings: Record<RingField, Ring>;
  secrets: Record<RingField, string>;
  /** What was asked by the member, and answered. */
  said: Record<Said, string>;
}
const sayings = ["waiting", "declined", "answered", "answer"] as const;
type Said = (typeof sayings)[number];
const planted: Planted[] = [];

/** A word for each field of each request that stands nowhere else and resembles no other, so that none is corrected to another. */
const secretOf = (request: number, field: number): string =>
  createHash("sha256")
    .update(`${request} ${field}`)
    .digest("hex")
    .replaceAll(/[0-9]/g, (digit) => "ghjkmnpqrs"[Number(digit)] ?? "")
    .slice(0, 14);

const plant = async (shift: number): Promise<Planted> => {
  const secrets = Object.fromEntries(ringFields.map((field, at) => [field, secretOf(shift, at)])) as Planted["secrets"];
  const chosen = Object.fromEntries(
    ringFields.map((field, at) => [field, rings[(at + shift) % rings.length] ?? "public"]),
  ) as Record<RingField, Ring>;
  const title = shift % 2 === 0 ? "public" : "members";
  const owner = world.as(world.engineer);
  const draft: DraftRequest = {
    direction: "need",
    type: "technology",
    title: `压铸缩孔 ${secrets.title}`,
    summary: `薄壁铝件 ${secrets.summary}`,
    elements: { processes: [`压铸 ${secrets.elements}`] },
    limits: { certificates: [secrets.limits] },
    description: secrets.description,
    expectation: secrets.expectation,
    details: secrets.details,
    contact: secrets.contact,
    confidential: secrets.confidential,
    rings: { ...chosen, title },
    named: [organisationOf("named")],
  };
  // Of the organisation the secret is its id.
  secrets.organisation = world.organisationId;
  const { head } = await draftRequest(owner, draft);
  const { id } = head;
  await submitRequest(owner, { id, revision: 1 }, { accept: [] });
  await openRequest(world.as(world.secretary), { id, revision: 2 });
  for (const ring of ["qualified", "nda"] as const) {
    const seat = { organisationId: organisationOf(ring), ring };
    const ctx = world.as(system);
    await commit(ctx, { changes: [admission(ctx, found(await findRequest(world.table, id)), seat, "admit").change] });
  }
  const narrowed = ringFields.map((field) => [
    field,
    title === "members" && chosen[field] === "public" ? "members" : chosen[field],
  ]);
  const said = await askAndAnswer(id, shift);
  return { id, rings: { ...Object.fromEntries(narrowed), title } as Planted["rings"], secrets, said };
};

const askAndAnswer = async (id: string, shift: number): Promise<Planted["said"]> => {
  const said = Object.fromEntries(sayings.map((name, at) => [name, secretOf(shift, 100 + at)])) as Planted["said"];
  for (const name of ["waiting", "declined", "answered"] as const)
    await askQuestion(world.as(actors.get("members") ?? visitor), id, { text: said[name], accept: [] });
  const owner = world.as(world.engineer);
  await answerQuestion(owner, id, { number: 2, outcome: "declined", accept: [] });
  await answerQuestion(owner, id, { number: 3, outcome: "answered", text: said.answer, accept: [] });
  return said;
};

interface Sent {
  method?: string;
  body?: string;
  headers?: Record<string, string>;
}

const organisationOf = (reader: Reader): string => {
  const actor = actors.get(reader);
  return actor?.kind === "person" ? (actor.memberships[0]?.organisationId ?? "") : "";
};

beforeAll(async () => {
  world = await newWorld();
  actors.set("public", visitor);
  actors.set("owner", world.representative);
  actors.set("staff", world.secretary);
  for (const ring of ["members", "qualified", "nda", "named"] as const)
    actors.set(ring, (await newMember(world, ring)).actor);
  actors.set("suspended", (await newMember(world, "suspended")).actor);
  ({ index, close: closeIndex } = await newIndex());
  door = newDoor(world, { index: () => index });
  for (const shift of rings.keys()) planted.push(await plant(shift));
  const standing = { pk: "alliance#standing", sk: "head", suspended: [organisationOf("suspended")] };
  await world.table.client.send(new PutCommand({ TableName: world.table.name, Item: standing }));
  await indexThings(
    world.table,
    index,
    planted.map(({ id: each }) => each),
  );
});
afterAll(() => closeIndex());

const ask = async (reader: Reader, path: string, init: Sent = {}): Promise<string> => {
  const actor = actors.get(reader) ?? visitor;
  const headers = {
    ...(actor.kind === "visitor" ? {} : { authorization: `Bearer ${door.tokenOf(actor)}` }),
    ...(init.body ? { "content-type": "application/json" } : {}),
    ...(init.method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {}),
    ...init.headers,
  };
  const answer = await door.fetch(`http://door/v1/${path}`, { ...init, headers });
  return `${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`;
};

/** What a reader may know of a request at all: nothing where he may not see its title. */
const known = ({ rings: ringOf, secrets }: Planted, reader: Reader): Set<string> => {
  const standing = standingOf(reader);
  if (!seesField(standing, ringOf.title)) return new Set();
  const fields = ringFields.filter(
    (field) => seesField(standing, ringOf[field]) || (field === "organisation" && reader === "staff"),
  );
  return new Set(fields.map((field) => secrets[field]));
};
const secretsIn = (text: string, { secrets }: Planted): Set<string> =>
  new Set(Object.values(secrets).filter((secret) => text.includes(secret)));

describe.each(readers)("a reader who stands at %s", (reader) => {
  it("hears of questions and answers exactly what is for him", async () => {
    for (const { id, said } of planted) {
      const answer = await ask(reader, `cooperation/${id}/questions`);
      expect(new Set(sayings.filter((name) => answer.includes(said[name])))).toEqual(heard(reader));
      // None of it is found by search, whoever asks.
      for (const q of Object.values(said)) expect(await ask(reader, `search?q=${q}`)).toContain('"items":[]');
    }
  });

  it("is given of each request exactly what his ring reaches", async () => {
    for (const request of planted) {
      const answer = await ask(reader, `cooperation/${request.id}`);
      expect(secretsIn(answer, request)).toEqual(known(request, reader));
    }
  });

  it("meets nothing further in by any other way out, however he asks for it", async () => {
    const questions = planted.flatMap(({ secrets }) => [...Object.values(secrets), "压铸缩孔"]);
    const paths = planted.flatMap(({ id }) => [
      `cooperation/${id}?view=opened`,
      `cooperation/${id}/events`,
      `cooperation/${id}/sights`,
      `cooperation/${id}/leaks`,
      ...["matches", "teams", "similar", "experts", "interests", "questions"].map(
        (list) => `cooperation/${id}/${list}`,
      ),
    ]);
    const asks: [path: string, init?: Sent][] = [
      ...paths.map((path): [string] => [path]),
      ...[...new Set(questions)].flatMap((q) =>
        ["search", "suggest", "search/feed.json", "search/feed.atom"].map((path): [string] => [
          `${path}?q=${encodeURIComponent(q)}`,
        ]),
      ),
      ["cooperation"],
      ["cooperation?state=open"],
      ["cooperation?state=screening"],
      ...planted.flatMap(({ id }) => [
        ...["submit", "hold", "return", "withdraw"].map((action): [string, Sent] => [
          `cooperation/${id}/${action}`,
          { method: "POST", body: '{"reason":7}' },
        ]),
        [`cooperation/${id}/questions`, { method: "POST", body: '{"text":"13800138000"}' }] as [string, Sent],
        [`cooperation/${id}/answers`, { method: "POST", body: '{"number":2,"text":"13800138000"}' }] as [string, Sent],
        [`cooperation/${id}`, { method: "PATCH", body: '{"title":"x"}', headers: { "if-match": '"1.x"' } }] as [
          string,
          Sent,
        ],
      ]),
    ];
    const answers = await Promise.all(
      asks.map(async ([path, init]) => ({ path, answer: await ask(reader, path, init) })),
    );
    expect(answers.filter(({ answer }) => answer.startsWith("2")).length).toBeGreaterThan(20);
    for (const { id, said } of planted) {
      const [own, asker] = [heard(reader), askerOf(reader)];
      const leaked = answers
        .filter(({ path }) => path.includes(id))
        .flatMap(({ path, answer }) => [
          ...sayings
            .filter((name) => answer.includes(said[name]) && !(path === `cooperation/${id}/questions` && own.has(name)))
            .map((name) => `${path} ${name}`),
          ...(asker.some((each) => answer.includes(each)) ? [`${path} asker`] : []),
        ]);
      expect({ reader, leaked }).toEqual({ reader, leaked: [] });
    }
    for (const request of planted) {
      const may = known(request, reader);
      const leaked = answers.flatMap(({ path, answer }) =>
        [...secretsIn(withoutQuestion(answer), request)]
          .filter((secret) => !may.has(secret))
          // All are of one organisation: what is said of another request tells nothing of this one.
          .filter((secret) => secret !== request.secrets.organisation || path.includes(request.id))
          .map((secret) => `${path} ${secret}`),
      );
      expect({ reader, leaked }).toEqual({ reader, leaked: [] });
    }
  });

  it("finds by search nothing that not all members see, and each request once at most", async () => {
    for (const { id, rings: ringOf, secrets } of planted)
      for (const field of ringFields) {
        if (field === "organisation" || field === "contact") continue;
        const answer = await ask(reader, `search?q=${encodeURIComponent(secrets[field])}`);
        const page = JSON.parse(answer.slice(answer.indexOf('{"items"'))) as { items: { id: string }[] };
        const widest = standingOf(reader) === "public" ? "public" : "members";
        const isFound = seesField(widest, ringOf[field]) && seesField(widest, ringOf.title);
        expect({ field, ring: ringOf[field], found: page.items.filter((hit) => hit.id === id).length }).toEqual({
          field,
          ring: ringOf[field],
          found: isFound ? 1 : 0,
        });
      }
  });
});

/** Which of the questions and answers a reader hears: those open to members, and all of them who asked, is asked or helps. */
const heard = (reader: Reader): Set<Said> => {
  if (standingOf(reader) === "public") return new Set();
  return new Set(["members", "staff", "owner"].includes(reader) ? sayings : ["answered", "answer"]);
};
/** What tells who asked, where that reader shall not know it; who stands near is told of himself by name. */
const askerOf = (reader: Reader): string[] => {
  const asker = actors.get("members");
  if (reader === "members" || reader === "staff" || asker?.kind !== "person") return [];
  return [asker.id, organisationOf("members")];
};

/** An answer without the question it repeats, and without organisations that are found themselves. */
const withoutQuestion = (answer: string): string =>
  answer
    .replaceAll(/"(home_page_url|feed_url)":"[^"]*"/g, "")
    .replaceAll(/"title":"[^"]*搜索[^"]*"|<title>[^<]*搜索[^<]*</g, "")
    .replaceAll(/(href="|"id":"|<id>)[^"<]*search[^"<]*/g, "")
    .replaceAll(/"id":"org_[0-9A-Z]+"|organisations\/org_[0-9A-Z]+/g, "");

it("writes down everyone who was shown more than all members see, before it is shown, for the owner to read", async () => {
  for (const { id, rings: ringOf } of planted) {
    const inner = (ring: Ring) =>
      ringFields.filter((field) => !seesField("members", ringOf[field]) && seesField(ring, ringOf[field]));
    const before = await sights(id);
    for (const reader of readers) await ask(reader, `cooperation/${id}`);
    const after = await sights(id);
    const expected = (["staff", "named", "nda", "qualified"] as const).flatMap((reader) => {
      const standing = standingOf(reader);
      const fields = standing === "owner" ? [] : inner(standing);
      const actor = actors.get(reader);
      return fields.length > 0 && actor?.kind === "person" ? [{ personId: actor.id, fields }] : [];
    });
    const written = after.slice(0, after.length - before.length);
    const read = written.map(({ personId, fields }) => ({ personId, fields }));
    expect(read.toSorted(byPerson)).toEqual(expected.toSorted(byPerson));
  }
});

interface SightRead {
  personId: string;
  fields: RingField[];
}
const byPerson = (one: SightRead, other: SightRead): number => (one.personId < other.personId ? -1 : 1);
const sights = async (id: string): Promise<SightRead[]> => {
  const answer = await ask("owner", `cooperation/${id}/sights?limit=100`);
  return (JSON.parse(answer.slice(answer.indexOf('{"items"'))) as { items: SightRead[] }).items;
};

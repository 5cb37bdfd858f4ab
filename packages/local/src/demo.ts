// A small demonstration in an empty folder: fictitious organisations with cases, needs and offers, marked 示例, brought in through the verbs everyone uses.

import { draftCase, listCases, publishCase, submitCase, withdrawCase } from "@lianchuang/shared/cases";
import { DraftCase } from "@lianchuang/shared/cases/schema";
import type { Context } from "@lianchuang/shared/context";
import {
  declineInterest,
  draftRequest,
  endInterest,
  expressInterest,
  findRequest,
  getInterest,
  listInterests,
  listRequestInterests,
  listRequests,
  openRequest,
  submitRequest,
  withdrawInterest,
  withdrawRequest,
} from "@lianchuang/shared/cooperation";
import { ExpressInterest } from "@lianchuang/shared/cooperation/interests/schema";
import { DraftRequest, type RequestState } from "@lianchuang/shared/cooperation/schema";
import {
  findActor,
  findSecretary,
  listOrganisations,
  registerOrganisation,
  registerPerson,
  retireFictitious,
} from "@lianchuang/shared/members";
import { RegisterOrganisation } from "@lianchuang/shared/members/schema";
import content from "./demo.json" with { type: "json" };

/** Registers the demonstration's organisations and people and publishes their cases and requests; of each one stays a draft, one waits for the secretariat, and one need has an interest. */
export const demonstrate = async (ctx: Context): Promise<void> => {
  const secretary = await actAs(ctx, (await findSecretary(ctx.table, ctx.now())) ?? "");
  const authors = new Map<string, Context>();
  for (const { cases, requests: _, people, ...organisation } of content) {
    const { id } = await registerOrganisation(ctx, RegisterOrganisation.parse({ ...organisation, fictitious: true }));
    const registered = [];
    for (const [position, name] of people.entries())
      registered.push(
        await registerPerson(ctx, {
          name,
          organisationId: id,
          role: position === 0 ? "representative" : "member",
          fictitious: true,
        }),
      );
    const author = await actAs(ctx, registered.at(-1)?.id ?? "");
    authors.set(organisation.name, author);
    for (const { upTo, ...draft } of cases) {
      const { head } = await draftCase(author, DraftCase.parse(draft));
      if (upTo === "draft") continue;
      await submitCase(author, { id: head.id, revision: 1 });
      if (upTo === "published") await publishCase(secretary, { id: head.id, revision: 2 });
    }
  }
  for (const { name, requests } of content)
    for (const request of requests) await post(authors, name, secretary, request);
};

/** How far it goes, and who is interested; the rest is what a draft holds. */
interface Posted {
  upTo: string;
  interest?: { by: string; fit: string; brings: string; next: string };
}

/** A need or an offer as far as it goes, with the interest in it. */
const post = async (
  authors: ReadonlyMap<string, Context>,
  owner: string,
  secretary: Context,
  { upTo, interest, ...draft }: Posted,
): Promise<void> => {
  const author = found(authors, owner);
  const { head } = await draftRequest(author, DraftRequest.parse(draft));
  if (upTo === "draft") return;
  await submitRequest(author, { id: head.id, revision: 1 }, { accept: [] });
  if (upTo === "open") await openRequest(secretary, { id: head.id, revision: 2 });
  if (interest === undefined) return;
  const { by, ...answers } = interest;
  await expressInterest(found(authors, by), head.id, ExpressInterest.parse(answers));
};

const found = (authors: ReadonlyMap<string, Context>, name: string): Context => {
  const author = authors.get(name);
  if (!author) throw new Error(`the demonstration has no ${name}`);
  return author;
};

/** Withdraws the demonstration's cases, requests and interests and retires its organisations and people; says how many organisations. */
export const removeDemonstration = async (ctx: Context): Promise<number> => {
  const secretary = await actAs(ctx, (await findSecretary(ctx.table, ctx.now())) ?? "");
  const ids = await listFictitious(secretary);
  for (const id of ids) await endInterests(ctx, secretary, id);
  for (const organisation of ids) {
    for (const { id, revision, state } of await all((paging) => listCases(secretary, { organisation, ...paging })))
      if (state !== "withdrawn") await withdrawCase(secretary, { id, revision }, {});
    for (const { id, revision, state } of await all((paging) => listRequests(secretary, { organisation, ...paging })))
      if (!over.includes(state)) await withdrawRequest(secretary, { id, revision }, {});
    await retireFictitious(ctx, organisation);
  }
  return ids.length;
};

/** What has come to an end stays in the log as it is. */
const over: readonly RequestState[] = ["agreed", "closed", "withdrawn"];

/** Ends what an organisation is interested in and what others are of its own, each as whoever may. */
const endInterests = async (ctx: Context, secretary: Context, organisation: string): Promise<void> => {
  for (const { id } of await all((paging) => listInterests(secretary, { organisation, ...paging }))) {
    const interest = await getInterest(secretary, id);
    await endAs(ctx, interest.createdBy, interest);
  }
  for (const { id: requestId } of await all((paging) => listRequests(secretary, { organisation, ...paging }))) {
    const owner = (await findRequest(ctx.table, requestId))?.head.createdBy ?? "";
    for (const { id } of await all((paging) => listRequestInterests(secretary, requestId, paging)))
      await endAs(ctx, owner, await getInterest(secretary, id));
  }
};

type Interest = Awaited<ReturnType<typeof getInterest>>;

const endAs = async (ctx: Context, personId: string, { id, revision, state, createdBy }: Interest): Promise<void> => {
  if (state !== "proposed" && state !== "talking") return;
  const person = await actAs(ctx, personId);
  if (state === "talking") await endInterest(person, { id, revision }, { reason: "other" });
  else if (personId === createdBy) await withdrawInterest(person, { id, revision });
  else await declineInterest(person, { id, revision }, { reason: "other" });
};

interface Page<T> {
  items: readonly T[];
  next?: string | undefined;
}

/** Everything of a list, before anything of it changes. */
const all = async <T>(
  read: (paging: { limit: number; cursor?: string | undefined }) => Promise<Page<T>>,
): Promise<T[]> => {
  const items: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await read({ limit: 100, cursor });
    items.push(...page.items);
    if (page.next === undefined) return items;
    cursor = page.next;
  }
};

/** Ids of the fictitious organisations that are still members. */
const listFictitious = async (ctx: Context): Promise<string[]> => {
  const organisations = await all((paging) => listOrganisations(ctx, paging));
  return organisations.flatMap(({ id, fictitious, state }) => (fictitious && state !== "withdrawn" ? [id] : []));
};

const actAs = async (ctx: Context, personId: string): Promise<Context> => {
  const actor = await findActor(ctx.table, personId, ctx.now());
  if (!actor) throw new Error(`the demonstration needs the person ${personId}`);
  return { ...ctx, actor };
};

// Requests to fill stores with: needs and offers of many made-up organisations in the words of the scripted world of matching, the same every time.

import { commit } from "@lianchuang/shared/commit";
import type { Context } from "@lianchuang/shared/context";
import type { DraftRequest } from "@lianchuang/shared/cooperation/schema";
import { newId } from "@lianchuang/shared/ids";
import { findActor, findMember, regionCodes } from "@lianchuang/shared/members";
import { firmSizes, organisationKinds } from "@lianchuang/shared/members/schema";
import { split } from "../../packages/shared/src/cooperation/draft.ts";
import { changeOf } from "../../packages/shared/src/cooperation/next-request.ts";
import { taskKey } from "../../packages/shared/src/cooperation/tasks.ts";
import { cellOf, noise } from "../matching/cells.ts";
import problems from "../matching/problems.json" with { type: "json" };
import { type Random, seeded } from "../matching/random.ts";
import { wordsOf } from "../matching/words.ts";
import type { Recording } from "./fill.ts";

/** So many organisations share what does not belong to the member's own. */
const organisations = 500;
const ownEvery = 11;
const noiseShare = 0.08;

export interface Planned {
  draft: DraftRequest;
  /** Whether it is of the member's organisation, which asks who may answer; else the number of its organisation. */
  owner: "own" | number;
}

/** So many requests, a third of them needs; every eleventh need is of the member's organisation. */
export const plannedRequests = (count: number): Planned[] => {
  const random = seeded(20_170_318);
  const cells = problems.flatMap((problem) => problem.contexts.map((context) => ({ problem, context })));
  const planned: Planned[] = [];
  let needs = 0;
  for (let cell = 0; planned.length < count; cell++) {
    const { problem, context } = random.pick(cells);
    for (const draft of random.chance(noiseShare) ? [noise(random)] : cellOf(cell, problem, context, random)) {
      const direction = draft.part === "need" ? "need" : "offer";
      const { title, text, elements } = wordsOf(draft, random);
      const isOwn = direction === "need" && needs++ % ownEvery === 0;
      planned.push({
        draft: {
          direction,
          type: draft.problem.type as DraftRequest["type"],
          title,
          summary: text.slice(0, 60),
          description: text,
          elements,
          limits: draft.limits,
          languages: random.chance(0.7) ? ["zh"] : ["zh", "en"],
        },
        owner: isOwn ? "own" : random.below(organisations),
      });
    }
  }
  return planned.slice(0, count);
};

/** What was opened when it was written, each in one transaction as `commit` makes it. */
export const recordedRequests =
  (planned: readonly Planned[]): Recording =>
  async (ctx, recorder) => {
    const ownId = await memberOrganisation(ctx);
    const random = seeded(7);
    const owners = Array.from({ length: organisations }, () => ownerAt(ctx, random));
    const own = { ...ownerAt(ctx, random), id: ownId };
    return async (from, to) => {
      const recorded = { ...ctx, table: recorder.table };
      for (const { draft, owner } of planned.slice(from, to))
        await write(recorded, draft, owner === "own" ? own : (owners[owner] ?? own));
      return [...recorder.transactions];
    };
  };

const memberOrganisation = async ({ table, now }: Context): Promise<string> => {
  const member = await findActor(table, (await findMember(table, now())) ?? "", now());
  const place = member?.kind === "person" ? member.memberships[0] : undefined;
  if (!place) throw new Error("the member is not in this table");
  return place.organisationId;
};

const ownerAt = (ctx: Context, random: Random) => ({
  id: newId("org", ctx.now()),
  kind: random.pick(organisationKinds),
  size: random.pick(firmSizes),
  region: random.pick(regionCodes),
});

const halfYear = 182 * 86_400_000;

const write = async (ctx: Context, draft: DraftRequest, owner: ReturnType<typeof ownerAt>): Promise<void> => {
  const { direction, type } = draft;
  const { id: organisationId, ...kind } = owner;
  const at = ctx.now().toISOString();
  const deadline = new Date(ctx.now().getTime() + halfYear).toISOString().slice(0, 10);
  const next = {
    state: "open",
    edition: "shown",
    direction,
    type,
    organisationId,
    createdBy: newId("person", ctx.now()),
    ...split({ ...draft, deadline }),
    circle: [],
    owner: kind,
    openedAt: at,
    confirmedAt: at,
    outcomes: 0,
    opens: true,
  } as const;
  const id = newId("coop", ctx.now());
  const { change } = changeOf(id, undefined, { ...next, circle: [] }, { action: "open" }, at);
  // Opened long ago: its owner was told of matches then, so that no clock works beside what is measured.
  const { [taskKey("match")]: _, ...puts } = change.puts ?? {};
  await commit(ctx, { changes: [{ ...change, puts }] });
};

// Shows an interest to who reads it, with what he may know of its request now; who learns by it whose the request is, beyond what all members see, is written down before.
import type { Context } from "../../context.ts";
import { writeSight } from "../sight.ts";
import { readHeads } from "../store.ts";
import { sightOf } from "../view.ts";
import { type About, aboutOf } from "./about.ts";
import { type Interest, summariseInterest, viewInterest } from "./interest.ts";
import type { InterestSummary, InterestView } from "./schema.ts";

/** @throws AppError `unavailable`. */
export const showInterest = async (ctx: Context, interest: Interest): Promise<InterestView> =>
  viewInterest(ctx.actor, interest, await tellAbout(ctx, interest));

/** What the reader may know, written down where that is more than all members do. */
export const tellAbout = async (ctx: Context, interest: Interest): Promise<About> => {
  const [heads] = await readHeads(ctx.table, [interest.requestId]);
  const about = aboutOf(ctx.actor, interest, heads);
  const sight = heads && sightOf(ctx.actor, heads);
  if (about.owner === "inner" && heads?.opened && sight && sight.standing !== "owner")
    await writeSight(ctx, heads.opened.head, sight.standing, ["organisation"]);
  return about;
};

/** As lists show them: whose a request is stands there only where all members see it. One round trip. */
export const summariseInterests = async (ctx: Context, interests: readonly Interest[]): Promise<InterestSummary[]> => {
  const ids = [...new Set(interests.map(({ requestId }) => requestId))];
  const heads = new Map((await readHeads(ctx.table, ids)).map((each) => [each.head.id, each]));
  return interests.map((interest) =>
    summariseInterest(ctx.actor, interest, aboutOf(ctx.actor, interest, heads.get(interest.requestId))),
  );
};

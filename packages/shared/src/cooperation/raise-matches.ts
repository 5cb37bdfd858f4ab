// Tells the owners of a request and of what suits it of each other, once for each pair and side: a duty of the clock, soon after it was opened.
import { once, Raced } from "../command.ts";
import { type Claim, claimKey, commit } from "../commit.ts";
import type { Context } from "../context.ts";
import type { SearchIndex } from "../search/index.ts";
import { readMany } from "../table.ts";
import { mention } from "./admit.ts";
import { findCandidates } from "./candidates.ts";
import { isSought } from "./life.ts";
import { match } from "./match.ts";
import { currentWeights } from "./matching/weights.ts";
import { type WholeRequest } from "./request.ts";
import { dayInChina } from "./sound.ts";
import { findWhole } from "./store.ts";
import { hasTask, taskKey } from "./tasks.ts";

/** That the owner of a request was told of another. */
const toldClaim = (id: string, other: string): Claim => ({
  key: claimKey("match", id, other),
  taken: () => new Raced(),
});

/** @returns what was done, nothing where it is not due. @throws AppError `unavailable`: nothing is lost, the task stays. */
export const raiseMatches = async (
  ctx: Context,
  index: () => SearchIndex,
  id: string,
  until: Date,
): Promise<"match" | undefined> => {
  if (!(await hasTask(ctx.table, id, "match", until))) return undefined;
  const whole = await findWhole(ctx.table, id);
  if (!whole) return undefined;
  const others = isSought(whole.head.state) ? await suited(ctx, index, whole) : [];
  for (const other of others) await once(ctx, () => tell(ctx, other, [id]));
  const done = await once(ctx, () => finish(ctx, id, others, until));
  return done.kind === "done" ? done.value : undefined;
};

/** The best of what suits it, where it suits well enough to disturb somebody. */
const suited = async (ctx: Context, index: () => SearchIndex, whole: WholeRequest): Promise<string[]> => {
  const { own, candidates } = await findCandidates(ctx, index, whole);
  const { least, most } = currentWeights.alert;
  const suggestions = match(own, candidates, { today: dayInChina(ctx.now()), limit: most });
  return suggestions.filter(({ score }) => score >= least).map((each) => each.id);
};

/** Adds to the log of a request that others suit it; those it was told of before are left out. */
const tell = async (ctx: Context, id: string, others: readonly string[]): Promise<void> => {
  const whole = await findWhole(ctx.table, id);
  const told = whole && (await telling(ctx, whole, others));
  if (told && told.claims.length > 0) await commit(ctx, { changes: [told.change], claims: told.claims });
};

/** Tells the request itself, and takes the task off it: looked up after the read that the write is bound to, so that of several clocks one does it. */
const finish = async (
  ctx: Context,
  id: string,
  others: readonly string[],
  until: Date,
): Promise<"match" | undefined> => {
  const whole = await findWhole(ctx.table, id);
  if (!whole || !(await hasTask(ctx.table, id, "match", until))) return undefined;
  const { change, claims } = await telling(ctx, whole, others);
  const removes = [...(change.removes ?? []), taskKey("match")];
  await commit(ctx, { changes: [{ ...change, removes }], claims });
  return "match";
};

const telling = async (ctx: Context, whole: WholeRequest, others: readonly string[]) => {
  const { id } = whole.head;
  const claims = others.map((other) => toldClaim(id, other));
  const held = await readMany(
    ctx.table,
    claims.map(({ key }) => key),
  );
  const fresh = others.filter((_, at) => held[at] === undefined);
  return {
    change: mention(ctx, whole, "match", { requestIds: fresh }),
    claims: claims.filter((_, at) => held[at] === undefined),
  };
};

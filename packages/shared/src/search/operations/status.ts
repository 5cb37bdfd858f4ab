// How the index stands, for the secretariat: also, and above all, while it does not answer.
import type { Context } from "../../context.ts";
import { found } from "../../head.ts";
import { type SearchIndex, SearchUnavailable } from "../port.ts";
import type { SearchKeeper } from "./keeper.ts";
import { mayOperate } from "./policy.ts";
import type { SearchStatus } from "./schema.ts";

/** @throws AppError `not_found` for all but the secretariat. */
export const getSearchStatus = async (
  ctx: Context,
  index: () => SearchIndex,
  keeper: SearchKeeper,
): Promise<SearchStatus> => {
  found(mayOperate(ctx.actor) ? ctx.actor : undefined);
  const [facts, state] = await Promise.all([factsOf(index), keeper.state()]);
  const { lagSeconds, rebuilding: rebuild, domain } = state;
  return {
    ...facts,
    ...(lagSeconds !== undefined && { lagSeconds: Math.round(lagSeconds * 1000) / 1000 }),
    ...(rebuild && { rebuild: { ...rebuild } }),
    ...(domain && { domain }),
  };
};

const factsOf = async (index: () => SearchIndex): Promise<Pick<SearchStatus, "answers" | "index" | "setAside">> => {
  try {
    const current = index();
    const [{ make, setAside: count, checkpoint, ...facts }, waiting] = await Promise.all([
      current.facts(),
      current.setAside(),
    ]);
    return {
      answers: true,
      index: { generation: current.name, ...make, ...facts, ...(checkpoint !== undefined && { checkpoint }) },
      setAside: {
        count,
        items: waiting.map(({ id, error, at, attempts }) => ({ id, cause: error, since: at, attempts })),
      },
    };
  } catch (error) {
    if (error instanceof SearchUnavailable) return { answers: false };
    throw error;
  }
};

// Keeps search on one machine: what the secretariat asks of the index goes to its home, its follower and its table.
import { redrive } from "@lianchuang/functions/indexer/redrive";
import type { SearchHome } from "@lianchuang/functions/indexer/search-home";
import type { SearchKeeper } from "@lianchuang/shared/search";
import type { Table } from "@lianchuang/shared/table";
import type { Follower } from "./follower.ts";

export const keepSearch = (
  table: Table,
  home: Pick<SearchHome, "index" | "rebuilding" | "rebuild">,
  follower: Pick<Follower, "lagSeconds">,
): SearchKeeper => ({
  state: async () => ({ lagSeconds: follower.lagSeconds(), rebuilding: home.rebuilding() }),
  redrive: async (ids) => redrive(table, home.index(), ids),
  rebuild: (wantedAt) => home.rebuild(wantedAt),
});

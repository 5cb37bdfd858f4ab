// The keeper of search as the API in the cloud reaches it: through the table, where it notes what it does and reads what is asked of it.
import { readNotes, type SearchIndex, type SearchKeeper, SearchUnavailable } from "@lianchuang/shared/search";
import type { Table } from "@lianchuang/shared/table";
import { lagOf } from "../indexer/keep-up.ts";
import { redrive } from "../indexer/redrive.ts";

export const keepFromAfar = (table: Table, index: () => SearchIndex, now: () => Date): SearchKeeper => ({
  state: async () => {
    const [{ rebuilding, domain }, lagSeconds] = await Promise.all([
      readNotes(table, now()),
      lagOf(table, index(), now()).catch(noneWhileAway),
    ]);
    return { lagSeconds, rebuilding, domain };
  },
  redrive: (ids) => redrive(table, index(), ids),
  // That it is wanted lies in the table already, where the keeper finds it within a minute.
  rebuild: () => {},
});

/** An index that does not answer says not how far it is behind; everything else is told all the same. */
const noneWhileAway = (error: unknown): undefined => {
  if (error instanceof SearchUnavailable) return undefined;
  throw error;
};

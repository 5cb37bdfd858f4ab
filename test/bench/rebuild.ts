// How long a rebuild takes while many write, what it costs searches, and whether index and table are equal afterwards.
import { findSecretary } from "@lianchuang/shared/members";
import { openTable } from "@lianchuang/shared/table";
import { clientFor, startEngine } from "../../packages/local/src/engine.ts";
import { makeFolder } from "../../packages/local/src/folder.ts";
import { systemContext, tableName } from "../../packages/local/src/operator.ts";
import { rebuildUnderWrites } from "../faults/rebuild.ts";
import { percentile } from "../relevance/measures.ts";
import { actingAs, fill } from "./fill.ts";
import { type Figure, fixed } from "./report.ts";
import { withFolder } from "./site.ts";
import { queries } from "./texts.ts";

export const benchRebuild = (quick: boolean): Promise<Figure[]> =>
  withFolder(async (data) => {
    const cases = quick ? 2_000 : 20_000;
    const writers = 20;
    const ids = await fill({ data, from: 0, to: cases });
    const folder = makeFolder(data);
    const engine = await startEngine(folder.tableFile);
    try {
      const table = openTable({ name: tableName, client: clientFor(engine.endpoint) });
      const ctx = systemContext(table, folder);
      // What was filled belongs to the alliance itself, whose secretary changes it.
      const secretary = await actingAs(ctx, await findSecretary(table, new Date()));
      const scene = {
        table,
        indexFolder: folder.indexFolder,
        author: secretary,
        secretary,
        ids,
        writers,
        restMilliseconds: 0,
        searchers: 4,
      };
      const { seconds, writes, searches, failed, evenSeconds, audited } = await rebuildUnderWrites({
        ...scene,
        queries: queries(500, undefined),
      });
      const wrong = audited.differences.length + failed.length;
      return [
        {
          what: `rebuild, ${cases} cases, ${writers} writers, s`,
          ours: fixed(seconds, 1),
          floor: "",
          value: seconds,
          aim: { most: cases / 166 },
          note: `${fixed(writes / seconds, 0)} writes a second, equal ${fixed(evenSeconds, 1)} s after the last of ${writes}`,
        },
        {
          what: "differences and failed searches afterwards",
          ours: `${audited.differences.length} ${failed.length}`,
          floor: "",
          value: wrong,
          aim: { most: 0 },
          note: `${audited.documents} documents, ${searches.length} searches, p50 p95 ${fixed(percentile(searches, 0.5))} ${fixed(percentile(searches, 0.95))} ms`,
        },
      ];
    } finally {
      await engine.stop();
    }
  });

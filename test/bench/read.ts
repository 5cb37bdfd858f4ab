// Reads of one case over HTTP, against a bare route with the same token check and the same two reads.
import { fill } from "./fill.ts";
import { byTurns, measured, requestsPerSecond } from "./load.ts";
import { type Figure, fixed, median } from "./report.ts";
import { withBare, withFolder, withProduct } from "./site.ts";

export const benchRead = (quick: boolean): Promise<Figure[]> =>
  withFolder(async (data) => {
    const ids = (await fill({ data, from: 0, to: quick ? 1_000 : 2_000 })).filter((_, at) => at % 10 === 0);
    return withProduct(data, (site) =>
      withBare(data, site.endpoint, async (bare) => {
        const slice = async (url: string, prefix: string, pid: number, seconds: number) => {
          const paths = ids.map((id) => `${prefix}/cases/${id}`);
          const { value, processor } = await measured([pid], () =>
            requestsPerSecond(url, site.member.token, paths, seconds),
          );
          return { rate: value.rate, processor: processor / value.total };
        };
        const ours = (seconds: number) => slice(site.url, "/v1", site.serverPid, seconds);
        const floor = (seconds: number) => slice(bare.url, "", bare.pid, seconds);
        await ours(2);
        await floor(2);
        const slices = await byTurns(quick ? 2 : 8, () => ({ ours: () => ours(3), floor: () => floor(3) }));
        const side = (name: "ours" | "floor", of: "rate" | "processor") => median(slices.map((each) => each[name][of]));
        return [
          {
            what: "read a case, requests/s",
            ours: fixed(side("ours", "rate"), 0),
            floor: fixed(side("floor", "rate"), 0),
            ratios: slices.map((each) => each.ours.rate / each.floor.rate),
            aim: { least: 0.8 },
            processor: `${fixed(side("ours", "processor"))} / ${fixed(side("floor", "processor"))} ms a request (server)`,
          },
        ];
      }),
    );
  });

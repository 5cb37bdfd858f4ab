// `npm run faults`: rounds of kill -9 under load on one data folder, until there were enough of them and enough writes; ends with a table of zeros, or with exit code 1.
import { parseArgs } from "node:util";
import { wrongs } from "./ledger.ts";
import { kinds, openSite, type Round, runRound, type SearchEngine } from "./rounds.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "50" },
    writes: { type: "string", default: "0" },
    search: { type: "string", default: "embedded" },
    seed: { type: "string", default: String(Date.now() % 1e6) },
  },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
const writes = Number(values.writes);
const isKnown = (name: string): name is SearchEngine => Object.hasOwn(kinds, name);
if (![rounds, writes, seed].every(Number.isInteger) || rounds < 1 || !isKnown(values.search))
  throw new Error("npm run faults -- [--rounds 50] [--writes 0] [--seed N] [--search embedded|opensearch]");
const turns = kinds[values.search];

const say = (text: string) => process.stdout.write(`${text}\n`);
const seconds = (value: number) => `${value.toFixed(1)} s`;

say(`${rounds} rounds of 20 writers at least, ${writes} writes at least, search ${values.search}, --seed ${seed}`);
const done: Round[] = [];
const acknowledged = () => done.reduce((total, round) => total + round.acknowledged, 0);
const site = await openSite(values.search);
try {
  for (let round = 0; round < rounds || acknowledged() < writes; round++) {
    const result = await runRound(site, turns[round % turns.length] ?? "api", seed + round);
    done.push(result);
    const { kind, unknown, repeated, readySeconds, indexSeconds, violations } = result;
    say(
      `${String(round + 1).padStart(3)} ${kind.padEnd(6)} acknowledged ${String(result.acknowledged).padStart(4)}  unknown ${String(unknown).padStart(3)}  ` +
        `repeats ${String(repeated).padStart(4)}  ready ${seconds(readySeconds)}  index = table ${seconds(indexSeconds)}  wrong ${violations.length}`,
    );
    for (const { what, text } of violations.slice(0, 10)) say(`      ${what}: ${text}`);
  }
} finally {
  await site.close();
}

const sum = (count: (round: Round) => number) => done.reduce((total, round) => total + count(round), 0);
const most = (measure: (round: Round) => number) => seconds(Math.max(...done.map(measure)));
say(`\nacknowledged ${acknowledged()}, unknown and repeated ${sum((round) => round.unknown)}`);
say(
  `slowest ready ${most((round) => round.readySeconds)}, slowest index = table ${most((round) => round.indexSeconds)}`,
);
const names = {
  lost: "lost",
  doubled: "doubled",
  refused: "replays refused",
  holes: "holes",
  differences: "differences",
};
for (const what of wrongs)
  say(`${names[what].padEnd(16)} ${sum(({ violations }) => violations.filter((one) => one.what === what).length)}`);
if (done.some(({ violations }) => violations.length > 0)) process.exitCode = 1;

// `npm run faults`: rounds of kill -9 under load on one data folder; ends with a table of zeros, or with exit code 1.
import { parseArgs } from "node:util";
import { wrongs } from "./ledger.ts";
import { kinds, openSite, type Round, runRound } from "./rounds.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "50" }, seed: { type: "string", default: String(Date.now() % 1e6) } },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed))
  throw new Error("npm run faults -- [--rounds 50] [--seed N], whole numbers");

const say = (text: string) => process.stdout.write(`${text}\n`);
const seconds = (value: number) => `${value.toFixed(1)} s`;

say(`${rounds} rounds of 20 writers, --seed ${seed}`);
const done: Round[] = [];
const site = await openSite();
try {
  for (let round = 0; round < rounds; round++) {
    const result = await runRound(site, kinds[round % kinds.length] ?? "group", seed + round);
    done.push(result);
    const { kind, acknowledged, unknown, repeated, readySeconds, indexSeconds, violations } = result;
    say(
      `${String(round + 1).padStart(3)} ${kind.padEnd(6)} acknowledged ${String(acknowledged).padStart(4)}  unknown ${String(unknown).padStart(3)}  ` +
        `repeats ${String(repeated).padStart(4)}  ready ${seconds(readySeconds)}  index = table ${seconds(indexSeconds)}  wrong ${violations.length}`,
    );
    for (const { what, text } of violations.slice(0, 10)) say(`      ${what}: ${text}`);
  }
} finally {
  await site.close();
}

const sum = (count: (round: Round) => number) => done.reduce((total, round) => total + count(round), 0);
const most = (measure: (round: Round) => number) => seconds(Math.max(...done.map(measure)));
say(`\nacknowledged ${sum((round) => round.acknowledged)}, unknown and repeated ${sum((round) => round.unknown)}`);
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

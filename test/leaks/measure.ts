// How well the leak check finds what sentences are labelled with: precision, recall and F1 by kind, on the tuned and the kept-out half.
import { readFileSync } from "node:fs";
import * as z from "zod";
import { findLeaks, type Leak } from "../../packages/shared/src/cooperation/leak-check.ts";
import { type LeakKind, leakKinds } from "../../packages/shared/src/cooperation/schema.ts";

const Sentence = z.strictObject({
  id: z.int().positive(),
  text: z.string(),
  own: z.string(),
  marks: z.array(z.tuple([z.enum(leakKinds), z.string()])),
});
type Sentence = z.infer<typeof Sentence>;

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

export const sentences: readonly Sentence[] = read("sentences.jsonl")
  .trim()
  .split("\n")
  .map((line) => Sentence.parse(JSON.parse(line)));
export const members: readonly string[] = z.array(z.string()).parse(JSON.parse(read("members.json")));

/** Even ids may be tuned on; odd ids are kept out. */
export const halves = {
  tuned: sentences.filter(({ id }) => id % 2 === 0),
  "kept out": sentences.filter(({ id }) => id % 2 === 1),
} as const;
export type Half = keyof typeof halves;

/** Of marks: found where they are, missed, and found where none is. */
export interface Counts {
  right: number;
  missed: number;
  wrong: number;
}

/** What went how in one sentence. */
export interface Outcome {
  readonly sentence: Sentence;
  readonly right: readonly LeakKind[];
  readonly missed: readonly (readonly [LeakKind, string])[];
  readonly wrong: readonly Leak[];
}

/** A mark is right when its kind is, and it shares at least half of the longer of both spans; each counts once. */
export function check(sentence: Sentence): Outcome {
  const { text, own, marks } = sentence;
  const left = new Set(findLeaks(text, { own: [own], members }));
  const right: LeakKind[] = [];
  const missed: (readonly [LeakKind, string])[] = [];
  let from = 0;
  for (const [kind, marked] of marks) {
    const start = text.indexOf(marked, from);
    if (start < 0) throw new Error(`sentence ${sentence.id} does not hold ${marked} after ${from}`);
    from = start + marked.length;
    const match = [...left].find((leak) => leak.kind === kind && isSame(leak.span, [start, from]));
    if (match) {
      left.delete(match);
      right.push(kind);
    } else missed.push([kind, marked]);
  }
  return { sentence, right, missed, wrong: [...left] };
}

function isSame(one: Leak["span"], other: Leak["span"]): boolean {
  const shared = Math.min(one[1], other[1]) - Math.max(one[0], other[0]);
  return shared * 2 >= Math.max(one[1] - one[0], other[1] - other[0]);
}

/** By kind, and `all` of them. */
export function count(outcomes: readonly Outcome[]): Map<LeakKind | "all", Counts> {
  const counts = new Map<LeakKind | "all", Counts>();
  for (const kind of [...leakKinds, "all"] as const) {
    const ofKind = (each: LeakKind): boolean => kind === "all" || each === kind;
    counts.set(kind, {
      right: outcomes.flatMap(({ right }) => right).filter(ofKind).length,
      missed: outcomes.flatMap(({ missed }) => missed).filter(([each]) => ofKind(each)).length,
      wrong: outcomes.flatMap(({ wrong }) => wrong).filter((leak) => ofKind(leak.kind)).length,
    });
  }
  return counts;
}

export const precision = ({ right, wrong }: Counts): number => right / (right + wrong);
export const recall = ({ right, missed }: Counts): number => right / (right + missed);
export const f1 = ({ right, missed, wrong }: Counts): number => (2 * right) / (2 * right + missed + wrong);

// Chance that is the same each time: numbers, choices and shares from a seed.

export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number below `count`. */
  below(count: number): number;
  pick<T>(values: readonly T[]): T;
  /** `count` different ones, in chance order. */
  some<T>(values: readonly T[], count: number): T[];
  /** True in this share of times. */
  chance(share: number): boolean;
}

/** mulberry32. */
export const seeded = (seed: number): Random => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  const pick = <T>(values: readonly T[]): T => {
    const [first] = values.slice(below(values.length));
    if (first === undefined) throw new Error("nothing to pick from");
    return first;
  };
  const some = <T>(values: readonly T[], count: number): T[] => {
    const left = [...values];
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)).flat();
  };
  return { next, below, pick, some, chance: (share) => next() < share };
};

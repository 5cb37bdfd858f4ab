// How near two industries are in GB/T 4754-2017. Pure.
import { industryBranch } from "../../industry.ts";

/**
 * Wu and Palmer 1994 (Verb semantics and lexical selection, ACL): twice the depth of what both lie in, by the sum of their
 * depths; all industries lie in one root, whose depth is 0. From 0 for different sections to 1; of an unknown code 0.
 */
export const kinship = (one: string, other: string): number => {
  const [left, right] = [industryBranch(one), industryBranch(other)];
  if (left.length === 0 || right.length === 0) return 0;
  const parting = left.findIndex((code, at) => code !== right[at]);
  const common = parting === -1 ? left.length : parting;
  return (2 * common) / (left.length + right.length);
};

/** The two that are nearest, of the first of each. */
export const nearest = (
  ones: readonly string[],
  others: readonly string[],
): { one: string; other: string; kinship: number } | undefined => {
  let best: { one: string; other: string; kinship: number } | undefined;
  for (const one of ones)
    for (const other of others) {
      const value = kinship(one, other);
      if (best === undefined || value > best.kinship) best = { one, other, kinship: value };
    }
  return best;
};

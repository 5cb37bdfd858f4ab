// Single hanzi of a text with their counts, packed small: what the second pass of ranking reads of each candidate.

const hanRun = /\p{Script=Han}/gu;

/**
 * The distinct hanzi of a folded text, each in three bytes: its UTF-16 unit, low byte first, and how often it stands there, at
 * most 255. Those beyond the basic plane are left out: so rare that their bigrams say enough.
 */
export function packHanzi(folded: string): Uint8Array {
  const counts = new Map<number, number>();
  for (const [hanzi] of folded.matchAll(hanRun)) {
    const unit = hanzi.charCodeAt(0);
    if (hanzi.length === 1) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  const packed = new Uint8Array(3 * counts.size);
  let at = 0;
  for (const [unit, count] of counts) {
    packed[at++] = unit & 0xff;
    packed[at++] = unit >>> 8;
    packed[at++] = Math.min(255, count);
  }
  return packed;
}

/** How often each wanted hanzi stands in a packed text: by its position among the wanted ones, 0 where it does not. */
export class HanziCounter {
  readonly #positions = new Uint16Array(0x10000);
  readonly #size: number;

  /** `wanted`: single hanzi, each once. */
  constructor(wanted: readonly string[]) {
    this.#size = wanted.length;
    for (const [position, hanzi] of wanted.entries())
      if (hanzi.length === 1) this.#positions[hanzi.charCodeAt(0)] = position + 1;
  }

  count(packed: Uint8Array): Uint8Array {
    const counts = new Uint8Array(this.#size);
    for (let at = 0; at + 2 < packed.length; at += 3) {
      const position = this.#positions[(packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8)] ?? 0;
      if (position > 0) counts[position - 1] = packed[at + 2] ?? 0;
    }
    return counts;
  }
}

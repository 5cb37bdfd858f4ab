// A facet in memory: for each document, by its number, a small code of its value.

/** As many values as a column can tell apart; vocabularies are far smaller. */
const mostValues = 65_535;

export class FacetColumn {
  /** By document number; 0 where there is no value. */
  codes = new Uint16Array(0);
  /** By code. Values stay when no document has them any more. */
  readonly values: string[] = [""];
  readonly #codeOf = new Map<string, number>();

  /** Makes room for document numbers below `capacity`. */
  grow(capacity: number): void {
    const grown = new Uint16Array(capacity);
    grown.set(this.codes);
    this.codes = grown;
  }

  /** @throws Error for one value too many. */
  set(number: number, value: string | null): void {
    this.codes[number] = value === null ? 0 : (this.#codeOf.get(value) ?? this.#learn(value));
  }

  #learn(value: string): number {
    const code = this.values.length;
    if (code > mostValues) throw new Error("a facet has too many different values");
    this.values.push(value);
    this.#codeOf.set(value, code);
    return code;
  }
}

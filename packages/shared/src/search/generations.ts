// Generations of an index: what makes one, and the port by which one takes the place of another, whatever engine keeps them.
import { createHash } from "node:crypto";
import type { IndexFacts, SearchIndex } from "./port.ts";

/** Where generations live. Every method may reject with `SearchUnavailable`: it cannot be said now. */
export interface Generations {
  /** Makes and opens a new, empty generation. It is not current until swapped in. */
  create(): Promise<SearchIndex>;
  /** Nothing where it is missing or damaged. */
  open(name: string): Promise<SearchIndex | undefined>;
  /** The name of the generation of this make that was last swapped in, else of any; nothing when there never was one. */
  current(): Promise<string | undefined>;
  /** Whether a generation of this name was made by this code on this ICU. */
  isOfThisMake(name: string): boolean;
  /** Makes a generation the current one: atomic, and durable when resolved. */
  swap(name: string): Promise<void>;
  /** Removes the generations older than the current one; a newer one may be under way, and code that is being replaced may ask for its own. */
  sweep(): Promise<void>;
  /** Removes a generation that was given up. */
  remove(name: string): Promise<void>;
  /** Title and text of each document of a generation, whoever may read it: for an operator who asks what stands in his library. */
  texts(name: string): AsyncIterable<{ title: string; text: string }>;
}

/** What an index is made by: mapping, tokeniser, the dictionary and the ICU that cut its words. An index of another make is rebuilt. */
export function hashOfMake(make: IndexFacts["make"]): string {
  return createHash("sha256").update(JSON.stringify(make)).digest("hex").slice(0, 12);
}

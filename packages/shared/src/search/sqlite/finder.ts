// Finds: looks a query's tokens up among what one reader sees, and scores what holds them. Synchronous.
import { piecesOf } from "../pinyin.ts";
import { type Alternative, heard, type Query } from "../query.ts";
import { commonFrom, few, mostTokens, type Posting, type Repeats } from "../rank.ts";
import { type QueryToken, queryTokens } from "../token-lists.ts";
import { tokenise } from "../tokens.ts";
import type { CommonTokens } from "./commonness.ts";
import { FirstPass, type Found } from "./first-pass.ts";
import type { PostingLists } from "./lists.ts";
import type { Sight } from "./readership.ts";
import { Sounds } from "./sounds.ts";

export class Finder {
  readonly #lists: PostingLists;
  readonly #common: CommonTokens;
  readonly #sounds: Sounds;

  constructor(lists: PostingLists, common: CommonTokens) {
    this.#lists = lists;
    this.#common = common;
    this.#sounds = new Sounds(lists);
  }

  /** `capacity`: greater than every document number. */
  find(query: Query, sight: Sight, capacity: number): Found {
    const spoken = this.#sounds.readingsIn(query, sight);
    const letters = new Set([...spoken.keys()].flatMap(piecesOf));
    const tokens = queryTokens(query.tokens)
      .filter(({ text }) => !letters.has(text))
      .slice(0, mostTokens);
    const ways = new Map([...spoken].map(([run, { way }]) => [run, way]));
    const search = new FirstPass(heard(query, letters, ways), sight, capacity, ways);
    const common = this.#common.of(sight);
    const rest = tokens.filter((token) => {
      const repeats = common.has(token.token) ? undefined : this.#lists.repeatsOf(token, sight, commonFrom(sight));
      if (!repeats) common.add(token.token);
      else this.#add(search, token, repeats, sight);
      return !repeats;
    });
    for (const { asked } of spoken.values()) for (const each of asked) search.addSpoken(each);
    const silent = query.alternatives.filter((alternative) => !this.#addAlternative(search, alternative, sight));
    const found = search.found();
    if (found.numbers.length >= few || rest.length === 0) return found;
    // Beside others common tokens say little and cost much; here there is little else to go by.
    for (const token of rest)
      this.#add(search, token, this.#lists.repeatsOf(token, sight, sight.documents) ?? [], sight);
    for (const alternative of silent) this.#addAlternative(search, alternative, sight);
    return search.found();
  }

  #add(search: FirstPass, token: QueryToken, repeats: Repeats, sight: Sight): void {
    const mayBeMistyped = token.kind === "bigram" && !token.alone;
    const others = mayBeMistyped ? this.#sounds.homophonesOf(token.text, repeats[0] ?? [], sight) : undefined;
    search.add(token, repeats, others);
  }

  /**
   * Synonyms: documents that hold all of a term and not all of what it stands for. Says whether they were asked for: in place
   * of what is common, and left out, they are not.
   */
  #addAlternative(search: FirstPass, { of, terms, worth }: Alternative, sight: Sight): boolean {
    const tokens = queryTokens(tokenise(of));
    const says = worth * tokens.reduce((sum, { token }) => sum + search.says(token), 0);
    if (says === 0) return false;
    const held = new Set(this.#holdersOf(of, sight).map(({ number }) => number));
    for (const term of terms) {
      const postings = this.#holdersOf(term, sight);
      if (postings.length === 0) continue;
      const others = postings.filter(({ number }) => !held.has(number));
      for (const { number } of others) held.add(number);
      search.addInstead([others], tokens.length, says, { match: { kind: "synonym", text: term, of }, postings });
    }
    return true;
  }

  /** The documents that hold every token of a term. */
  #holdersOf(term: string, sight: Sight): readonly Posting[] {
    let holders: readonly Posting[] | undefined;
    for (const token of queryTokens(tokenise(term))) {
      const postings = this.#lists.holdersOf(token, sight);
      const numbers = holders && new Set(holders.map(({ number }) => number));
      holders = numbers ? postings.filter(({ number }) => numbers.has(number)) : postings;
      if (holders.length === 0) break;
    }
    return holders ?? [];
  }
}

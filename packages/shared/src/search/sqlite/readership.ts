// Readerships: the distinct sets of readers that documents have, interned so that filtering compares numbers.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type SearchDocument, tokenSet } from "../document.ts";
import type { Collection } from "../rank.ts";

type Rule = readonly [audience: readonly string[], except: readonly string[]];

/** What one reader sees of an index. */
export interface Sight extends Collection {
  /** By id of a readership: 1 when the reader belongs to it. */
  readonly visible: Uint8Array;
}

/** The id of a document's readership, made when new. Only inside a write transaction. */
export function internReadership(sql: (text: string) => StatementSync, document: SearchDocument): number {
  const rule: Rule = [tokenSet(document.audience), tokenSet(document.except)];
  const text = JSON.stringify(rule);
  const found = sql("SELECT id FROM readership WHERE rule = ?").get(text)?.id;
  if (found !== undefined) return Number(found);
  return Number(sql("INSERT INTO readership (rule, documents, tokens) VALUES (?, 0, 0)").run(text).lastInsertRowid);
}

/** Reads what readers see, remembering the rules, which never change once made. */
export class Readerships {
  readonly #all: StatementSync;
  readonly #rules = new Map<number, { audience: Set<string>; except: Set<string> }>();

  constructor(database: DatabaseSync) {
    this.#all = database.prepare("SELECT id, documents, tokens, rule FROM readership WHERE documents > 0 ORDER BY id");
    this.#all.setReturnArrays(true);
  }

  /** Law: a reader sees a document when his tokens meet its audience and do not meet its `except`. */
  sightOf(audience: readonly string[]): Sight {
    const rows = this.#all.all() as unknown as [id: number, documents: number, tokens: number, rule: string][];
    const visible = new Uint8Array((rows.at(-1)?.[0] ?? 0) + 1);
    const sight = { documents: 0, tokens: 0 };
    for (const [id, documents, tokens, text] of rows) {
      const rule = this.#ruleOf(id, text);
      if (!audience.some((token) => rule.audience.has(token))) continue;
      if (audience.some((token) => rule.except.has(token))) continue;
      visible[id] = 1;
      sight.documents += documents;
      sight.tokens += tokens;
    }
    return { ...sight, visible };
  }

  #ruleOf(id: number, text: string): { audience: Set<string>; except: Set<string> } {
    const known = this.#rules.get(id);
    if (known) return known;
    const [audience, except] = JSON.parse(text) as Rule;
    const rule = { audience: new Set(audience), except: new Set(except) };
    this.#rules.set(id, rule);
    return rule;
  }
}

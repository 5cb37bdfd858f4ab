// The search port on SQLite: one writer and one reader, each called from outside.
import type { SearchDocument } from "../document.ts";
import { type SearchIndex, type SearchQuery, StaleCursor } from "../port.ts";
import type { Reader } from "./reader.ts";
import type { Caller } from "./thread.ts";
import type { Writer } from "./writer.ts";

export function sqliteIndex(name: string, reader: Caller<Reader>, writer: Caller<Writer>): SearchIndex {
  return {
    name,
    search(query: SearchQuery) {
      if (query.after && query.after.generation !== name) return Promise.reject(new StaleCursor());
      return reader.call("search", query);
    },
    similar: (query) => reader.call("similar", query),
    suggest: (query) => reader.call("suggest", query),
    write: (documents: readonly SearchDocument[], options = {}) => writer.call("write", documents, options),
    setAside: () => reader.call("setAside"),
    facts: () => reader.call("facts"),
    checkpoint: () => reader.call("checkpoint"),
    due: (limit) => reader.call("due", limit),
    settle: (due) => writer.call("settle", due),
    held: (keys) => reader.call("held", keys),
    versions: (afterKey, limit) => reader.call("versions", afterKey, limit),
    purge: (before) => writer.call("purge", before),
    async close() {
      // The writer last: only it can move the write-ahead log into the file.
      await reader.close();
      await writer.close();
    },
  };
}

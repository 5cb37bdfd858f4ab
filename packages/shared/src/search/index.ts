// The server's face of search: re-exports only.
export * from "./dictionary.ts";
export * from "./document.ts";
export { findSimilar, notNow, search, suggest } from "./find.ts";
export { type Folded, fold, foldWithOffsets, originalRange } from "./fold.ts";
export type { Generations } from "./generations.ts";
export { countMiss, isMiss, listMisses } from "./misses.ts";
export type { Rebuilding, Redriven, SearchKeeper } from "./operations/keeper.ts";
export { operationsId } from "./operations/log.ts";
export { askAgain, rebuildSearch } from "./operations/rebuild.ts";
export { redriveSearch } from "./operations/redrive.ts";
export { getSearchStatus } from "./operations/status.ts";
export { readingsWithin } from "./pinyin.ts";
export * from "./port.ts";
export * from "./schema.ts";
export * from "./standing.ts";
export * from "./synonyms.ts";
export { tokenise } from "./tokens.ts";

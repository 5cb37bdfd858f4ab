// The face of the search engine on one machine: SQLite FTS5, one file per generation.

export type { SearchIndex } from "./port.ts";
export { SearchBusy, SearchUnavailable } from "./port.ts";
export {
  createGeneration,
  currentGeneration,
  generationHash,
  isOfThisMake,
  openGeneration,
  removeGeneration,
  sqliteGenerations,
  swapGeneration,
  sweepGenerations,
} from "./sqlite/generations.ts";
export { readTexts } from "./sqlite/texts.ts";

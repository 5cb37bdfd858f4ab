// The server's face of search: re-exports only.
export * from "./dictionary.ts";
export * from "./document.ts";
export * from "./find.ts";
export { fold } from "./fold.ts";
export * from "./port.ts";
export * from "./schema.ts";
export * from "./synonyms.ts";

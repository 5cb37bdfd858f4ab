// The server's face of search: re-exports only.
export * from "./document.ts";
export * from "./find.ts";
export * from "./port.ts";
export * from "./schema.ts";
export * from "./standing.ts";

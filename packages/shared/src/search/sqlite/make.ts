// What an index on this machine is made by: whatever decides which tokens it holds and how.
import { dictionaryVersion } from "../dictionary.ts";
import type { IndexFacts } from "../port.ts";
import { tokeniserVersion } from "../tokens.ts";
import { mappingVersion } from "./file.ts";

export const make: IndexFacts["make"] = {
  icu: process.versions.icu ?? "none",
  mapping: mappingVersion,
  tokeniser: tokeniserVersion,
  dictionary: dictionaryVersion,
};

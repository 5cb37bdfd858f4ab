// A process that writes documents without end and says how many it was told are written; a test kills it.
import { createGeneration } from "../../../packages/shared/src/search/sqlite/generations.ts";
import { aDocument } from "./documents.ts";

const [folder = ""] = process.argv.slice(2);
const index = await createGeneration(folder);
for (let count = 1; ; count++) {
  await index.write([aDocument({ id: `case_${count}` }), aDocument({ id: `case_${count}b` })], {
    checkpoint: String(count),
  });
  process.stdout.write(`${count}\n`);
}

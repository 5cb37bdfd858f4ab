// Cases: the spine of a practice case's life, and the import of many.
export { changeCase } from "./change.ts";
export { caseDocuments } from "./document.ts";
export { draftCase, planCase } from "./draft.ts";
export { viewImport } from "./import/batch.ts";
export { openImport } from "./import/open.ts";
export { getImport, listImportRows, listImports } from "./import/read.ts";
export { importRows } from "./import/rows.ts";
export { undoImport } from "./import/undo.ts";
export { listCases, summariseCases } from "./list.ts";
export { publishCase } from "./publish.ts";
export { getCase, viewCase } from "./read.ts";
export { returnCase } from "./return.ts";
export { listSimilarCases } from "./similar.ts";
export { findWhole } from "./store.ts";
export { submitCase } from "./submit.ts";
export { listCaseEvents } from "./timeline.ts";
export { withdrawCase } from "./withdraw.ts";

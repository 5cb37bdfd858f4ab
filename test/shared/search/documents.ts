// Builders of search documents for tests.
import { randomBytes } from "node:crypto";
import type { SearchDocument } from "../../../packages/shared/src/search/document.ts";

/** A valid published document; every test's ids are its own. */
export function aDocument(over: Partial<SearchDocument> = {}): SearchDocument {
  return {
    id: `case_${randomBytes(8).toString("hex")}`,
    view: "published",
    kind: "case",
    version: 1,
    title: "数控机床主轴改造",
    text: "通过更换主轴轴承，加工精度提高了一倍。",
    terms: [],
    facets: {},
    audience: ["public"],
    except: [],
    updatedAt: "2026-03-18T08:00:00.000Z",
    ...over,
  };
}

// What search may know of a request: a document for each view that somebody may find, of nothing that not all members see.
import * as audience from "../audience.ts";
import { presentFacets, type SearchDocument, tombstone } from "../search/index.ts";
import type { Facts } from "./facts.ts";
import { isShown, isSought } from "./life.ts";
import { cut, type OuterRing, outerRings, type Parts, type WholeRequest } from "./request.ts";
import { partNames } from "./schema.ts";
import { partsNamed } from "./view.ts";

const wordsOf = ({ elements }: Facts): string[] =>
  [elements?.processes, elements?.materials, elements?.products, elements?.effects].flatMap((words) => words ?? []);

const textOf = (facts: Facts, parts: Parts): string =>
  [facts.summary, ...partNames.map((name) => parts[name]), ...wordsOf(facts), ...(facts.limits?.certificates ?? [])]
    .filter((text) => text !== undefined)
    .join("\n");

type Content = Pick<WholeRequest["head"], "direction" | "type" | "facts" | "owner">;

const contentOf = ({ direction, type, facts, owner }: Content, parts: Parts) => ({
  title: facts.title,
  text: textOf(facts, parts),
  terms: wordsOf(facts),
  facets: presentFacets({
    industry: facts.elements?.industries?.[0],
    region: owner?.region,
    firmSize: owner?.size,
    direction,
    cooperation: type,
  }),
});

const viewNames = { members: "members", public: "published" } as const satisfies Record<
  OuterRing,
  SearchDocument["view"]
>;

/**
 * The documents of a request under its sequence; a view that nobody shall find there is a tombstone. Its own organisation
 * and the secretariat find the working view while it says something else than what is shown, or others do not find it.
 */
export const requestDocuments = (whole: WholeRequest): SearchDocument[] => {
  const { head, parts, outer } = whole;
  const base = { id: head.id, kind: "request", version: head.sequence } as const;
  const differs = isShown(head.state) && (head.edition !== "shown" || !isSought(head.state));
  const own = cut({ ...head, parts }, "members");
  const working: SearchDocument = differs
    ? {
        ...base,
        view: "working",
        ...contentOf({ ...head, facts: own.facts }, own.parts),
        audience: head.audience,
        except: [],
        updatedAt: head.updatedAt,
      }
    : tombstone({ ...base, view: "working", updatedAt: head.updatedAt });
  const except = differs ? head.audience : [];
  const outside = outerRings.map((ring): SearchDocument => {
    const view = viewNames[ring];
    const item = isSought(head.state) ? outer[ring] : undefined;
    if (!item) return tombstone({ ...base, view, updatedAt: head.updatedAt });
    return {
      ...base,
      view,
      ...contentOf(item, partsNamed(item, whole)),
      audience: item.audience,
      except: ring === "public" ? [...except, audience.members] : except,
      updatedAt: item.openedAt ?? item.updatedAt,
    };
  });
  return [working, ...outside];
};

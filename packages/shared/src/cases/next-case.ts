// What a case shall be after a write, and the one write that makes it so: head, parts, version, published view. Pure.
import * as audience from "../audience.ts";
import type { Change } from "../commit.ts";
import { revisionAfter } from "../head.ts";
import {
  casesIn,
  casesOf,
  inList,
  publishedCasesOf,
  publishedHead,
  publishedPart,
  versionHead,
  versionPart,
  workingPart,
} from "./keys.ts";
import {
  type CaseState,
  type Parts,
  type PracticeCase,
  type PublishedCase,
  type ViewMoved,
  type WholeCase,
  workingAudience,
} from "./practice-case.ts";

export interface NextCase {
  state: CaseState;
  organisationId: string;
  createdBy: string;
  reader: PracticeCase["reader"];
  facts: PracticeCase["facts"];
  parts: Parts;
  reason?: string;
  /** `put` publishes what is written, `drop` takes the published view away, `keep` leaves it. */
  publication: "put" | "drop" | "keep";
  /** Keeps an immutable version even of what is not published: what an import wrote can be restored. */
  versioned?: boolean;
}

/** The case as it would be, to be changed by a verb. */
export const asNext = (whole: WholeCase): NextCase => {
  const { state, organisationId, createdBy, reader, facts } = whole.head;
  return { state, organisationId, createdBy, reader, facts, parts: whole.parts, publication: "keep" };
};

/** The write that takes a case from what was read to what it shall be; `at` is the time of publication. */
export const changeOf = (
  id: string,
  whole: WholeCase | undefined,
  next: NextCase,
  event: Change["event"],
  at: string,
): Change => {
  const from = whole?.head;
  const working = workingItems(whole, next);
  const { organisationId, reader, facts } = next;
  const content = { organisationId, reader, facts, parts: working.revisions };
  const publishes = next.publication === "put";
  const keepsVersion = publishes || next.versioned === true;
  const number = (from?.versions ?? 0) + (keepsVersion ? 1 : 0);
  const copy: Copy = { content: { ...content, id, revision: revisionAfter(from), version: number }, next };
  const view = viewItems(whole, copy, at);
  return {
    id,
    ...(from === undefined ? {} : { from }),
    next: {
      ...content,
      state: next.state,
      audience: workingAudience(organisationId),
      createdBy: next.createdBy,
      versions: number,
      ...(next.reason === undefined ? {} : { reason: next.reason }),
      ...(view.published === undefined ? {} : { published: view.published }),
      ...inList(casesOf(organisationId), at, id),
      ...inList(casesIn(next.state), at, id),
    },
    event: view.moved === undefined ? event : { ...event, data: { ...event.data, view: view.moved } },
    puts: { ...working.puts, ...view.puts },
    removes: [...working.removes, ...view.removes],
    appends: keepsVersion ? versionItems(copy) : {},
  };
};

type Items = NonNullable<Change["puts"]>;

/** Parts that changed, under the revision that changes them; the others keep the revision that wrote them. */
const workingItems = (whole: WholeCase | undefined, next: NextCase) => {
  const revision = revisionAfter(whole?.head);
  const before = whole?.head.parts ?? {};
  const revisions: PracticeCase["parts"] = {};
  const puts: Items = {};
  for (const [name, text] of textsOf(next.parts)) {
    const kept = isSame(whole?.parts[name], text) ? before[name] : undefined;
    revisions[name] = kept ?? revision;
    if (kept === undefined) puts[workingPart(name)] = { content: text, revision };
  }
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(revisions, name));
  return { revisions, puts, removes: gone.map(workingPart) };
};

/** What a version and the published view hold alike. */
interface Copy {
  content: Pick<PublishedCase, "organisationId" | "reader" | "facts" | "parts" | "id" | "revision" | "version">;
  next: NextCase;
}

const textItems = ({ content, next }: Copy) =>
  textsOf(next.parts).map(([name, text]) => ({ name, item: { content: text, revision: content.parts[name] } }));

const versionItems = (copy: Copy): Items => {
  const { version } = copy.content;
  const texts = textItems(copy).map(({ name, item }) => [versionPart(version, name), item] as const);
  return { [versionHead(version)]: copy.content, ...Object.fromEntries(texts) };
};

interface ViewItems {
  puts: Items;
  removes: string[];
  /** What the working head says of the published view from now on. */
  published: PracticeCase["published"];
  /** What the event says of it, when it is put up or taken away. */
  moved: ViewMoved | undefined;
}

const viewItems = (whole: WholeCase | undefined, copy: Copy, at: string): ViewItems => {
  const before = whole?.published?.head;
  const { content, next } = copy;
  if (next.publication === "keep") return { puts: {}, removes: [], published: whole?.head.published, moved: undefined };
  const held = Object.keys(before?.parts ?? {});
  if (next.publication === "drop")
    return {
      puts: {},
      removes: [...held.map(publishedPart), ...(before ? [publishedHead] : [])],
      published: undefined,
      moved: before && { version: before.version, audience: before.audience },
    };
  const { id, revision, version, organisationId, reader } = content;
  const readers = [reader === "public" ? audience.everyone : audience.members];
  const view = {
    ...content,
    audience: readers,
    sequence: (whole?.head.sequence ?? 0) + 1,
    publishedAt: at,
    createdAt: whole?.head.createdAt ?? at,
    ...inList(publishedCasesOf(organisationId), at, id),
  };
  const changed = textItems(copy).filter(({ name, item }) => before?.parts[name] !== item.revision);
  return {
    puts: {
      [publishedHead]: view,
      ...Object.fromEntries(changed.map(({ name, item }) => [publishedPart(name), item])),
    },
    removes: held.filter((name) => !Object.hasOwn(content.parts, name)).map(publishedPart),
    published: { version, revision, at },
    moved: { version, audience: readers },
  };
};

const textsOf = (parts: Parts) =>
  (Object.entries(parts) as [keyof Parts, Parts[keyof Parts]][]).filter(([, text]) => text !== undefined);

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The case as written, without reading it again. */
export const afterChange = (head: PracticeCase, next: NextCase, whole: WholeCase | undefined): WholeCase => {
  const parts: Parts = Object.fromEntries(textsOf(next.parts));
  return next.publication === "keep" && whole?.published
    ? { head, parts, published: whole.published }
    : { head, parts };
};

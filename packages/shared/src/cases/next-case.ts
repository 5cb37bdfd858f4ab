// What a case shall be after a write, and the one write that makes it so: head, parts, version, published view. Pure.
import * as audience from "../audience.ts";
import type { Change } from "../commit.ts";
import { revisionAfter } from "../head.ts";
import { copyParts, partsPresent, writeParts } from "../parts.ts";
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
  /** The interest whose result it tells. */
  origin?: string;
  /** `put` publishes what is written, `drop` takes the published view away, `keep` leaves it. */
  publication: "put" | "drop" | "keep";
  /** Keeps an immutable version even of what is not published: what an import wrote can be restored. */
  versioned?: boolean;
}

/** The case as it would be, to be changed by a verb. */
export const asNext = (whole: WholeCase): NextCase => {
  const { state, organisationId, createdBy, reader, facts, origin } = whole.head;
  const kept = { state, organisationId, createdBy, reader, facts, parts: whole.parts };
  return { ...kept, ...(origin !== undefined && { origin }), publication: "keep" };
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
  const before = { revisions: from?.parts ?? {}, parts: whole?.parts ?? {} };
  const working = writeParts(workingPart, before, next.parts, revisionAfter(from));
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
      ...(next.origin === undefined ? {} : { origin: next.origin }),
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

/** What a version and the published view hold alike. */
interface Copy {
  content: Pick<PublishedCase, "organisationId" | "reader" | "facts" | "parts" | "id" | "revision" | "version">;
  next: NextCase;
}

const versionItems = ({ content, next }: Copy): Items => {
  const { version } = content;
  const { puts } = copyParts((name) => versionPart(version, name), {}, content.parts, next.parts);
  return { [versionHead(version)]: content, ...puts };
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
  const held = before?.parts ?? {};
  if (next.publication === "drop")
    return {
      puts: {},
      removes: [...Object.keys(held).map(publishedPart), ...(before ? [publishedHead] : [])],
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
  const { puts, removes } = copyParts(publishedPart, held, content.parts, next.parts);
  return {
    puts: { [publishedHead]: view, ...puts },
    removes,
    published: { version, revision, at },
    moved: { version, audience: readers },
  };
};

/** The case as written, without reading it again. */
export const afterChange = (head: PracticeCase, next: NextCase, whole: WholeCase | undefined): WholeCase => {
  const parts: Parts = Object.fromEntries(partsPresent(next.parts));
  return next.publication === "keep" && whole?.published
    ? { head, parts, published: whole.published }
    : { head, parts };
};

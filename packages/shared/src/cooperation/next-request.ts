// What a request shall be after a write, and the one write that makes it so: head, parts, what was opened, and what the outer rings see of it. Pure.
import { isDeepStrictEqual } from "node:util";
import * as audience from "../audience.ts";
import type { Change } from "../commit.ts";
import { revisionAfter } from "../head.ts";
import { copyParts, partsPresent, writeParts } from "../parts.ts";
import { askedAfter, nextDue } from "./due.ts";
import type { Facts } from "./facts.ts";
import {
  dueRequests,
  inList,
  openedHead,
  openedPart,
  outerHead,
  requestsIn,
  requestsOf,
  toScreen,
  workingPart,
} from "./keys.ts";
import { isPossible, isShown } from "./life.ts";
import {
  type CooperationRequest,
  cut,
  type OpenedRequest,
  OuterRequest,
  outerRings,
  type Parts,
  type WholeRequest,
  workingAudience,
} from "./request.ts";
import { tasksAfter } from "./tasks.ts";

/** What a request may have beside its text and where it stands, carried on by every write that does not change it. */
const carried = [
  "owner",
  "kept",
  "openedAt",
  "confirmedAt",
  "confirmAskedAt",
  "endsSoonFor",
  "asked",
  "outcomes",
  "submittedAt",
] as const;

/** What verbs change of a request. */
export interface NextRequest
  extends Pick<CooperationRequest, "state" | "edition" | "direction" | "type" | "organisationId" | "createdBy">,
    Partial<Pick<CooperationRequest, (typeof carried)[number] | "reason" | "outcome">> {
  facts: Facts;
  parts: Parts;
  circle: CooperationRequest["circle"];
  /** Whether what is written becomes what is shown. */
  opens?: boolean;
  /** The deadline of what is shown, where that is moved. */
  until?: string;
}

/** The request as it would be, to be changed by a verb; the reason of an earlier decision is not carried on. */
export const asNext = ({ head, parts }: WholeRequest): NextRequest => {
  const { state, edition, direction, type, organisationId, createdBy, facts, circle } = head;
  const present = carried.flatMap((name) => (head[name] === undefined ? [] : [[name, head[name]]]));
  return {
    state,
    edition,
    direction,
    type,
    organisationId,
    createdBy,
    facts,
    parts,
    circle,
    ...(Object.fromEntries(present) as Pick<CooperationRequest, (typeof carried)[number]>),
  };
};

/** The request as it is, for what is added beside it. */
export const asIs = (whole: WholeRequest): NextRequest => {
  const { reason, outcome } = whole.head;
  return { ...asNext(whole), ...(reason !== undefined && { reason }), ...(outcome && { outcome }) };
};

/** A write, and the request as it is once it has been written. */
export interface Written {
  change: Change;
  after: (head: CooperationRequest) => WholeRequest;
}

/** The write that takes a request from what was read to what it shall be, at the time `at`. */
export const changeOf = (
  id: string,
  whole: WholeRequest | undefined,
  next: NextRequest,
  event: Change["event"],
  at: string,
): Written => {
  const { opens: _, until: __, confirmAskedAt: ___, parts, ...facts } = next;
  const from = whole?.head;
  const before = { revisions: from?.parts ?? {}, parts: whole?.parts ?? {} };
  const working = writeParts(workingPart, before, parts, revisionAfter(from));
  const opened = openedAfter(id, whole, next, working.revisions);
  const outer = outerAfter(whole, opened, next, at);
  const confirmAskedAt = askedAfter(from, next);
  const asked = confirmAskedAt === undefined ? {} : { confirmAskedAt };
  const due = nextDue({ ...facts, ...asked, deadline: opened?.head.facts.deadline });
  const change: Change = {
    id,
    ...(from === undefined ? {} : { from }),
    next: {
      ...facts,
      ...asked,
      parts: working.revisions,
      audience: workingAudience(next.organisationId),
      ...inList(requestsOf(next.organisationId), at, id),
      ...(isPossible(next, "open")
        ? inList(toScreen, next.submittedAt ?? at, id)
        : inList(requestsIn(next.state), at, id)),
      ...(due && inList(dueRequests, due.at, id)),
    },
    event,
    puts: { ...working.puts, ...opened?.puts, ...outer.puts, ...tasksAfter(id, from, next, at) },
    removes: [...working.removes, ...(opened?.removes ?? []), ...outer.removes],
  };
  return {
    change,
    after: (head) => ({
      head,
      parts: Object.fromEntries(partsPresent(parts)),
      ...(opened && { opened: { head: opened.head, parts: opened.parts } }),
      outer: outer.views,
    }),
  };
};

const sequenceAfter = (whole: WholeRequest | undefined): number => (whole?.head.sequence ?? 0) + 1;

interface Opened {
  head: OpenedRequest;
  parts: Parts;
  puts: NonNullable<Change["puts"]>;
  removes: string[];
}

/** What was opened stays as it was but for who may read it, until the next edition is opened. */
const openedAfter = (
  id: string,
  whole: WholeRequest | undefined,
  next: NextRequest,
  revisions: Record<string, number>,
): Opened | undefined => {
  const before = whole?.opened;
  if (!next.opens && !before) return undefined;
  const { direction, type, organisationId, owner } = next;
  const content = next.opens
    ? { id, revision: revisionAfter(whole?.head), direction, type, organisationId, facts: next.facts, parts: revisions }
    : before?.head;
  if (!content) return undefined;
  // Whom its owner no longer names stands there no more, whatever else waits to be screened.
  const named = (content.facts.named ?? []).filter((each) => next.facts.named?.includes(each));
  const shownFacts = { ...content.facts, named };
  const near = [...next.circle.map((seat) => seat.organisationId), ...named].map(audience.organisation);
  const head: OpenedRequest = {
    ...content,
    facts: next.until === undefined ? shownFacts : { ...shownFacts, deadline: next.until },
    sequence: sequenceAfter(whole),
    ...(owner && { owner }),
    audience: isShown(next.state) ? [...new Set([...workingAudience(organisationId), ...near])] : [],
  };
  const parts = next.opens ? next.parts : (before?.parts ?? {});
  const copied = copyParts(openedPart, before?.head.parts ?? {}, head.parts, parts);
  return { head, parts, puts: { [openedHead]: head, ...copied.puts }, removes: copied.removes };
};

const tokenOf = { members: audience.members, public: audience.everyone } as const;

/** The view of each outer ring: there while it is shown and its title is seen from that ring. */
const outerAfter = (whole: WholeRequest | undefined, opened: Opened | undefined, next: NextRequest, at: string) => {
  const puts: NonNullable<Change["puts"]> = {};
  const removes: string[] = [];
  const views: WholeRequest["outer"] = {};
  for (const ring of outerRings) {
    const view = opened && isShown(next.state) ? outerOf(opened, ring, whole, next, at) : undefined;
    if (view) {
      views[ring] = view;
      puts[outerHead(ring)] = view;
    } else if (whole?.outer[ring]) removes.push(outerHead(ring));
  }
  return { puts, removes, views };
};

const outerOf = (
  { head, parts }: Opened,
  ring: keyof typeof tokenOf,
  whole: WholeRequest | undefined,
  next: NextRequest,
  at: string,
): OuterRequest | undefined => {
  const seen = cut({ ...head, parts }, ring);
  if (!seen.fields.includes("title")) return undefined;
  const { id, revision, direction, type, owner } = head;
  const { state, openedAt, confirmedAt } = next;
  // They would tell who the owner is.
  const outcomes = seen.organisationId === undefined ? undefined : next.outcomes;
  const revisions = Object.entries(head.parts).filter(([name]) => Object.hasOwn(seen.parts, name));
  return sameTime(whole?.outer[ring], {
    id,
    revision,
    sequence: head.sequence,
    direction,
    type,
    state,
    facts: seen.facts,
    parts: Object.fromEntries(revisions),
    audience: [tokenOf[ring]],
    ...(owner && { owner }),
    ...(seen.organisationId !== undefined && { organisationId: seen.organisationId }),
    ...(openedAt !== undefined && { openedAt }),
    ...(confirmedAt !== undefined && { confirmedAt }),
    ...(outcomes !== undefined && { outcomes }),
    createdAt: whole?.head.createdAt ?? at,
    updatedAt: at,
  });
};

/** Who sees no difference is not told when something happened that is not for him. */
const sameTime = (before: OuterRequest | undefined, after: OuterRequest): OuterRequest => {
  if (!before) return after;
  const { sequence, updatedAt } = after;
  const isSame = isDeepStrictEqual(OuterRequest.parse(after), { ...before, sequence, updatedAt });
  return isSame ? { ...after, updatedAt: before.updatedAt } : after;
};

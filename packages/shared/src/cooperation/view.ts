// What leaves of a request, for whom: the nearest view a reader may have, cut to his ring. Pure.
import type { Actor } from "../actor.ts";
import { mayRead } from "../audience.ts";
import { confirmByOf } from "./due.ts";
import { actionsOf } from "./policy.ts";
import {
  type CooperationRequest,
  circleOf,
  cut,
  missingFrom,
  type OuterRequest,
  outerRings,
  type Parts,
  summarise,
  viewCut,
  type WholeRequest,
} from "./request.ts";
import { innerFields, ringOfStaff, ringsOf, type Standing, seesField, standingOf } from "./rings.ts";
import type { RequestSummary, RequestView, RingField } from "./schema.ts";

type ViewName = RequestView["view"];

/** Heads without their parts are enough to know it. */
type Heads = Pick<WholeRequest, "head" | "outer"> & { opened?: Pick<NonNullable<WholeRequest["opened"]>, "head"> };

const outerViews = { members: "members", public: "published" } as const satisfies Record<string, ViewName>;

/** The nearest view of a request that the actor may read, and where he stands; nothing where he may read none. */
export const sightOf = (
  actor: Actor,
  { head, opened, outer }: Heads,
): { view: ViewName; standing: Standing } | undefined => {
  const { organisationId } = head;
  const standing = standingOf(actor, { organisationId, circle: circleOf(head, opened?.head) });
  if (mayRead(actor, head)) return { view: "working", standing };
  if (opened && mayRead(actor, opened.head)) return { view: "inner", standing };
  for (const ring of outerRings) {
    const item = outer[ring];
    if (item && mayRead(actor, item)) return { view: outerViews[ring], standing: ring };
  }
  return undefined;
};

export interface Seen {
  view: RequestView;
  where: Standing;
  /** The fields shown beyond those of all members. */
  inner: RingField[];
}

/** What the actor may see of a request, if anything. `wanted`: the view that was opened, for those who may see the working one. */
export const viewRequest = (actor: Actor, whole: WholeRequest, wanted?: "opened"): Seen | undefined => {
  const sight = sightOf(actor, whole);
  if (!sight) return undefined;
  const { view } = sight;
  // What is not opened yet is shown to its own people and, as far as it must be screened, to the secretariat: nobody else stands near it.
  const standing =
    view === "working" && wanted === undefined && sight.standing !== "owner" ? ringOfStaff : sight.standing;
  if (view === "members" || view === "published") {
    const outer = whole.outer[view === "members" ? "members" : "public"];
    return outer && { view: viewCut(outer, partsNamed(outer, whole), view), where: standing, inner: [] };
  }
  const isWorking = view === "working" && wanted === undefined;
  const source = isWorking ? whole : whole.opened;
  if (!source) return undefined;
  const { head } = whole;
  const { facts, parts, fields } = cut({ ...source.head, parts: source.parts }, standing);
  // An inner view changes when what it shows does, as that of all members.
  const updatedAt = isWorking ? head.updatedAt : (whole.outer.members?.updatedAt ?? head.openedAt ?? head.createdAt);
  const kept = { ...head, ...source.head, facts, updatedAt };
  const ringOf = ringsOf(source.head.facts.rings ?? {});
  const isKnown = view === "working" || fields.includes("organisation");
  const { organisationId: _, ...nameless } = kept;
  return {
    view: {
      ...viewCut(isKnown ? kept : nameless, parts, isWorking ? "working" : "inner"),
      ...(isWorking && workingFacts(actor, whole, standing)),
    },
    where: standing,
    inner: innerFields(standing, ringOf, fields),
  };
};

/** What only the working view tells. */
const workingFacts = (actor: Actor, { head, parts }: WholeRequest, standing: Standing): Partial<RequestView> => {
  const ringOf = ringsOf(head.facts.rings ?? {});
  return {
    edition: head.edition,
    rings: ringOf,
    ...(standing === "owner" && { ...askedOf(head), ...(head.facts.named && { named: head.facts.named }) }),
    ...(head.kept &&
      isOfThisText(head, standing) && { kept: head.kept.filter(({ field }) => seesField(standing, ringOf[field])) }),
    ...(head.outcome && { outcome: head.outcome }),
    ...(head.reason !== undefined && { reason: head.reason }),
    toComplete: missingFrom(head.facts, parts),
    actions: actionsOf(actor, head),
  };
};

/** What was kept belongs to the text that was submitted: a text that is being changed has other fields and rings. */
const isOfThisText = ({ edition }: CooperationRequest, standing: Standing): boolean =>
  standing === "owner" || edition !== "draft";

/** What the owner is asked to do, and until when. */
const askedOf = (head: CooperationRequest): { confirmBy?: string } => {
  const confirmBy = confirmByOf(head);
  return confirmBy === undefined ? {} : { confirmBy };
};

/** The parts that a view of an outer ring names, as they were opened. */
export const partsNamed = (outer: OuterRequest, { opened }: WholeRequest): Parts =>
  Object.fromEntries(Object.keys(outer.parts).map((name) => [name, opened?.parts[name as keyof Parts]]));

/** What a list shows of a request to the actor, if anything: no field beyond those of all members. */
export const summariseFor = (actor: Actor, heads: Heads): RequestSummary | undefined => {
  const sight = sightOf(actor, heads);
  if (!sight) return undefined;
  const { head, outer } = heads;
  const { view } = sight;
  if (view === "working") {
    const isOwner = sight.standing === "owner";
    const { facts } = cut({ ...head, parts: {} }, isOwner ? "owner" : "members");
    return { ...summarise({ ...head, facts }, view), edition: head.edition, ...(isOwner && askedOf(head)) };
  }
  const name = view === "published" ? "published" : "members";
  const item = name === "published" ? outer.public : outer.members;
  return item && summarise(item, name);
};

// What time alone does with a request, and when; and how fresh it is meanwhile. Pure.
import { endOfDayInChina } from "../china.ts";
import { isPossible, isSought } from "./life.ts";
import { type CooperationRequest, type WholeRequest } from "./request.ts";
import { dayAfter, dayInChina } from "./sound.ts";

const day = 86_400_000;
/** After so many days without a word its owner is asked whether a request still holds; so many days he has to say so. */
const confirmDays = 60;
const answerDays = 30;
/** So many days before its deadline the owner is told. */
const warningDays = 14;

export const dueActions = ["expire", "hold", "ask-to-confirm", "ends-soon"] as const;
export type DueAction = (typeof dueActions)[number];

export interface Due {
  action: DueAction;
  at: string;
}

/** What of a request its time depends on; the deadline is that of what is shown. */
export interface Timed
  extends Pick<CooperationRequest, "state" | "edition">,
    Partial<Pick<CooperationRequest, "confirmedAt" | "confirmAskedAt" | "endsSoonFor">> {
  deadline?: string | undefined;
}

export const timedOf = ({ head, opened }: Pick<WholeRequest, "head" | "opened">): Timed => ({
  ...head,
  deadline: opened?.head.facts.deadline,
});

type Asked = Pick<Timed, "state" | "confirmAskedAt">;

/** The last day in China to say that it still holds, for an owner who was asked. */
export const confirmByOf = ({ state, confirmAskedAt }: Asked): string | undefined =>
  isSought(state) && confirmAskedAt !== undefined
    ? dayAfter(dayInChina(new Date(confirmAskedAt)), answerDays)
    : undefined;

/** When each is to be done, in milliseconds since 1970, where the state allows it. */
const times: Record<DueAction, (timed: Timed) => number | undefined> = {
  expire: ({ deadline }) => (deadline === undefined ? undefined : endOfDayInChina(deadline)),
  hold: (timed) => {
    const by = confirmByOf(timed);
    return by === undefined ? undefined : endOfDayInChina(by);
  },
  "ask-to-confirm": ({ confirmedAt, confirmAskedAt }) =>
    confirmedAt === undefined || confirmAskedAt !== undefined ? undefined : Date.parse(confirmedAt) + confirmDays * day,
  "ends-soon": ({ deadline, endsSoonFor }) =>
    deadline === undefined || endsSoonFor === deadline ? undefined : endOfDayInChina(deadline) - warningDays * day,
};

const duesOf = (timed: Timed): Due[] =>
  dueActions.flatMap((action) => {
    const time = isPossible(timed, action) ? times[action](timed) : undefined;
    return time === undefined ? [] : [{ action, at: new Date(time).toISOString() }];
  });

/** What is due next, and when: where the head stands in the index of what is due. */
export const nextDue = (timed: Timed): Due | undefined =>
  duesOf(timed).toSorted((one, other) => (one.at < other.at ? -1 : 1))[0];

/** What is to be done by then; where the clock is late, what ends it goes before what announces the end. */
export const dueBy = (timed: Timed, until: Date): Due | undefined =>
  duesOf(timed).find(({ at }) => at <= until.toISOString());

/** When its owner was asked, if that still stands after a write: a confirmation answers it, and when talks end he is asked anew. */
export const askedAfter = (
  from: Pick<Timed, "state" | "confirmedAt"> | undefined,
  next: Pick<Timed, "state" | "confirmedAt" | "confirmAskedAt">,
): string | undefined => {
  const talksEnded = from?.state === "in-talks" && next.state === "open";
  return talksEnded || next.confirmedAt !== from?.confirmedAt ? undefined : next.confirmAskedAt;
};

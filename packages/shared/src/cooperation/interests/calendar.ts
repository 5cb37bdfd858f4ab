// The meetings of an interest as a calendar (RFC 5545), for people of the two sides.
import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { Context } from "../../context.ts";
import { found } from "../../head.ts";
import { type Interest, type Step, sideOf } from "./interest.ts";
import { getInterest } from "./read.ts";

/** A meeting and the proposals it took the place of: one event, which changed. */
interface Meeting {
  last: Step;
  changes: number;
}

const meetingsOf = ({ steps }: Interest): Meeting[] => {
  const meetings: Meeting[] = [];
  let changes = 0;
  for (const step of steps.filter(({ facts }) => facts.kind === "meeting")) {
    if (step.state === "superseded") changes++;
    else {
      meetings.push({ last: step, changes });
      changes = 0;
    }
  }
  return meetings;
};

/** Tentative until both confirmed. To all but the two sides it is not there. @throws AppError `not_found`. */
export const getMeetings = async (ctx: Context, id: string): Promise<string> => {
  const interest = await getInterest(ctx, id);
  found(sideOf(ctx.actor, interest));
  const isOver = !["talking", "agreed", "done"].includes(interest.state);
  const calendar = ical({ prodId: "//lianchuang//interest//ZH", method: ICalCalendarMethod.PUBLISH });
  for (const [at, { last, changes }] of meetingsOf(interest).entries()) {
    const { facts, state, proposedAt, confirmedAt } = last;
    if (facts.kind !== "meeting") continue;
    const start = new Date(facts.startsAt);
    const status = state === "confirmed" ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE;
    calendar.createEvent({
      id: `${id}.${at + 1}@lianchuang`,
      sequence: changes + (state === "confirmed" ? 1 : 0) + (isOver ? 1 : 0),
      stamp: new Date(confirmedAt ?? proposedAt),
      start,
      end: new Date(start.getTime() + facts.minutes * 60_000),
      summary: `合作洽谈：${interest.requestTitle}`,
      location: facts.place,
      ...(facts.agenda !== undefined && { description: facts.agenda }),
      status: isOver ? ICalEventStatus.CANCELLED : status,
    });
  }
  return calendar.toString();
};

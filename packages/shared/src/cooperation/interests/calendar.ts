// The meetings of an interest as a calendar (RFC 5545), for people of the two sides.
import type { Context } from "../../context.ts";
import { found } from "../../head.ts";
import { sideOf } from "./interest.ts";
import { getInterest } from "./read.ts";
import { tellAbout } from "./show.ts";

/** Tentative until both confirmed. To all but the two sides it is not there. @throws AppError `not_found`. */
export const getMeetings = async (ctx: Context, id: string): Promise<string> => {
  const interest = await getInterest(ctx, id);
  found(sideOf(ctx.actor, interest));
  const isOver = !["talking", "agreed", "done"].includes(interest.state);
  // Few ask for one; nobody else waits for its code.
  const { default: ical, ICalCalendarMethod, ICalEventStatus } = await import("ical-generator");
  const calendar = ical({ prodId: "//lianchuang//interest//ZH", method: ICalCalendarMethod.PUBLISH });
  const { title } = await tellAbout(ctx, interest);
  const meetings = interest.steps.filter(({ facts }) => facts.kind === "meeting");
  for (const [at, { facts, state, proposedAt, confirmedAt, replaced }] of meetings.entries()) {
    if (facts.kind !== "meeting") continue;
    const start = new Date(facts.startsAt);
    const status = state === "confirmed" ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE;
    calendar.createEvent({
      id: `${id}.${at + 1}@lianchuang`,
      sequence: replaced + (state === "confirmed" ? 1 : 0) + (isOver ? 1 : 0),
      stamp: new Date(confirmedAt ?? proposedAt),
      start,
      end: new Date(start.getTime() + facts.minutes * 60_000),
      summary: title === undefined ? "合作洽谈" : `合作洽谈：${title}`,
      location: facts.place,
      ...(facts.agenda !== undefined && { description: facts.agenda }),
      status: isOver ? ICalEventStatus.CANCELLED : status,
    });
  }
  return calendar.toString();
};

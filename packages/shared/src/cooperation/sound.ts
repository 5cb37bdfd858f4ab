// What of a request contradicts itself or the calendar. Pure.
import { inChina } from "../china.ts";
import { AppError, type Issue, type Text } from "../errors.ts";
import { isIndustry, notAnIndustry } from "../industry.ts";
import type { Facts } from "./facts.ts";
import type { Direction } from "./schema.ts";

/** A deadline is at most so many days ahead. */
const mostDaysAhead = 366;

/** The day in China at this time. */
export const dayInChina = (now: Date): string => inChina(now.getTime()).toISOString().slice(0, 10);

/** So many days after a day. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

const issue = (pointer: string, code: string, message: Text): Issue => ({ pointer, code, message });

const backwards = (pointer: string, range: { min?: number | undefined; max?: number | undefined } | undefined) =>
  range?.min !== undefined && range.max !== undefined && range.min > range.max
    ? [
        issue(pointer, "contradiction", {
          en: `min ${range.min} is more than max ${range.max}; change one of them`,
          zh: `min ${range.min} 大于 max ${range.max}，请修改其中之一`,
        }),
      ]
    : [];

/** The faults of what somebody writes, whatever state it is in. */
const faultsOf = (direction: Direction, facts: Facts, organisationId: string): Issue[] => {
  const { deadline, questionsUntil, limits, elements, named = [] } = facts;
  const industries = [...(elements?.industries ?? []).entries()];
  return [
    ...industries.flatMap(([at, code]) =>
      isIndustry(code) ? [] : [issue(`/elements/industries/${at}`, "industry", notAnIndustry(code))],
    ),
    ...backwards("/limits/quantity", limits?.quantity),
    ...backwards("/limits/budget", limits?.budget),
    ...(questionsUntil !== undefined && deadline !== undefined && questionsUntil > deadline
      ? [
          issue("/questionsUntil", "contradiction", {
            en: `questions until ${questionsUntil}, but interests only until ${deadline}; questions end first`,
            zh: `提问截止 ${questionsUntil} 晚于意向截止 ${deadline}，提问须先截止`,
          }),
        ]
      : []),
    ...(direction === "need" && limits?.date !== undefined && deadline !== undefined && limits.date < deadline
      ? [
          issue("/limits/date", "contradiction", {
            en: `needed by ${limits.date}, before interests end on ${deadline}; nobody could meet it`,
            zh: `需求日期 ${limits.date} 早于意向截止 ${deadline}，无人能够满足`,
          }),
        ]
      : []),
    ...(named.includes(organisationId)
      ? [
          issue("/named", "contradiction", {
            en: "your own organisation sees everything already; name others",
            zh: "本单位本来就能看到全部内容，请指定其他单位",
          }),
        ]
      : []),
  ];
};

/** What of the calendar is wrong today for a request that others shall answer. */
const untimely = ({ deadline, limits }: Facts, today: string): Issue[] => [
  ...(deadline !== undefined && deadline < today
    ? [
        issue("/deadline", "past", {
          en: `${deadline} is past; today is ${today}. Give a day from today on`,
          zh: `${deadline} 已过，今天是 ${today}，请填写今天或以后的日期`,
        }),
      ]
    : []),
  ...(deadline !== undefined && deadline > dayAfter(today, mostDaysAhead)
    ? [
        issue("/deadline", "too_late", {
          en: `${deadline} is more than a year ahead; at most ${dayAfter(today, mostDaysAhead)}, and you can renew it`,
          zh: `${deadline} 超过一年，最晚 ${dayAfter(today, mostDaysAhead)}，到期前可以续期`,
        }),
      ]
    : []),
  ...(limits?.date !== undefined && limits.date < today
    ? [
        issue("/limits/date", "past", {
          en: `${limits.date} is past; today is ${today}`,
          zh: `${limits.date} 已过，今天是 ${today}`,
        }),
      ]
    : []),
];

const refuse = (issues: readonly Issue[]): void => {
  if (issues.length === 0) return;
  throw new AppError(
    "invalid",
    { en: "The request has faults; see issues.", zh: "请求有误，请看 issues。" },
    { issues },
  );
};

type Said = { direction: Direction; facts: Facts; organisationId: string };

/** @throws AppError `invalid` naming each contradiction. */
export const assertSound = ({ direction, facts, organisationId }: Said): void =>
  refuse(faultsOf(direction, facts, organisationId));

/** As `assertSound`, and that its days are still to come. @throws AppError `invalid`. */
export const assertTimely = ({ direction, facts, organisationId }: Said, now: Date): void =>
  refuse([...faultsOf(direction, facts, organisationId), ...untimely(facts, dayInChina(now))]);

/** Where no deadline is given: so many days from now. */
const usualDays = 90;
export const usualDeadline = (now: Date): string => dayAfter(dayInChina(now), usualDays);

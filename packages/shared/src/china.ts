// The clock of China: one time zone, eight hours before UTC, and no summer time since 1992.

const aheadMilliseconds = 8 * 3_600_000;

/** A date whose UTC parts read as the clocks of China do at this time (milliseconds since 1970). */
export const inChina = (time: number): Date => new Date(time + aheadMilliseconds);
const dayMilliseconds = 86_400_000;

/** The first moment after a day (ISO date) of China, in milliseconds since 1970. */
export const endOfDayInChina = (day: string): number => Date.parse(day) + dayMilliseconds - aheadMilliseconds;

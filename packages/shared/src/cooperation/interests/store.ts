// How interests are kept: the head in the lists of its request, its partner and its state; messages as items of their own.
import * as z from "zod";
import { type Change, type Claim, claimKey } from "../../commit.ts";
import { AppError } from "../../errors.ts";
import {
  type IndexRange,
  indexed,
  type Key,
  key,
  type Place,
  padded,
  partitionOf,
  placeOf,
  read,
  readIndex,
  readMany,
  readRange,
  type Table,
} from "../../table.ts";
import { Interest, interestAudience, type NextInterest } from "./interest.ts";
import { type InterestState, sides } from "./schema.ts";

export const findInterest = (table: Table, id: string): Promise<Interest | undefined> => read(table, Interest, key(id));

/** A list of interests in an index. */
export type InterestList = Pick<IndexRange, "index" | "partition">;
export const interestsIn = (requestId: string): InterestList => ({ index: "bySubject", partition: `int#${requestId}` });
export const interestsOf = (partnerId: string): InterestList => ({ index: "byOwner", partition: `int#${partnerId}` });
export const interestsByState = (state: InterestState): InterestList => ({
  index: "byState",
  partition: `int#${state}`,
});

const interestKey = (requestId: string, partnerId: string): Key => claimKey("interest", requestId, partnerId);

/** What lets its organisation express another one. */
export const interestRelease = ({ id, requestId, partnerId }: Interest) => ({
  key: interestKey(requestId, partnerId),
  holder: id,
});

/** An organisation has one interest in a request that was not taken back, and one alone once it was declined. */
export const interestClaim = (requestId: string, partnerId: string): Claim => ({
  key: interestKey(requestId, partnerId),
  taken: (holder) =>
    new AppError("taken", {
      en: `Your organisation has expressed its interest already: ${holder}.`,
      zh: `贵单位已表达过意向：${holder}。`,
    }),
});

/** The write that takes an interest from what was read to what it shall be. */
export const changeOfInterest = (
  id: string,
  from: Interest | undefined,
  next: NextInterest,
  event: Change["event"],
  at: string,
  rest: Pick<Change, "append" | "appends"> = {},
): Change => {
  const since = `${from?.createdAt ?? at}#${id}`;
  const lists = [interestsIn(next.requestId), interestsOf(next.partnerId)];
  return {
    id,
    ...(from && { from }),
    next: {
      ...next,
      audience: interestAudience(next),
      ...Object.assign({}, ...lists.map(({ index, partition }) => indexed(index, partition, since))),
      // By its last change: what waits longest stands first.
      ...indexed("byState", interestsByState(next.state).partition, `${at}#${id}`),
    },
    event,
    ...rest,
  };
};

/** The interest as it would be, to be changed by a verb. */
export const asNextInterest = (interest: Interest): NextInterest => {
  const { pk: _, sk: __, schemaVersion: ___, id: ____, revision: _____, ...rest } = interest;
  const { sequence: _a, audience: _b, createdAt: _c, updatedAt: _d, ...next } = rest;
  return next;
};

/** A page of a list, newest first or oldest first; what is gone is left out. */
export const readInterests = async (
  table: Table,
  list: InterestList,
  { limit, after, oldestFirst = false }: { limit: number; after: Place | undefined; oldestFirst?: boolean },
) => {
  const page = await readIndex(table, { ...list, newestFirst: !oldestFirst, limit, ...(after && { after }) });
  const items = await readMany(table, page.entries);
  const entries = page.entries.flatMap((entry, position) => {
    const item = items[position];
    return item ? [{ place: placeOf(list.index, entry), interest: Interest.parse(item) }] : [];
  });
  return { entries, last: page.last };
};

export const Message = z.object({
  number: z.int(),
  at: z.iso.datetime(),
  side: z.enum(sides),
  personId: z.string(),
  text: z.string(),
});
export type Message = z.infer<typeof Message>;

export const messageKey = (number: number): string => `message#${padded(number)}`;

/** Messages of an interest, oldest first, at most `limit` after number `after`. */
export const readMessages = async (table: Table, id: string, limit: number, after: number): Promise<Message[]> => {
  const range = { prefix: "message#", limit, after: messageKey(after) };
  return (await readRange(table, partitionOf(id), range)).map((item) => Message.parse(item));
};

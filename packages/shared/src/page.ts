// Pages of lists, and the sealed cursors that lead from one to the next.
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";
import * as z from "zod";
import { AppError } from "./errors.ts";

export interface Page<T> {
  items: T[];
  next?: string;
}

export const maxLimit = 100;
export const defaultLimit = 20;

/** A place in an index, as a cursor holds it. */
export const Position = z.record(z.string(), z.string());

/** What one read of a list found to show, each with its place; `last` is where it stopped, if there may be more. */
export interface Found<T, P> {
  shown: { item: T; place: P }[];
  last?: P | undefined;
}

/**
 * Fills a page from a list that holds what its reader may not see: reads on, at most `rounds` times and 100 entries a round
 * after the first, until one more than `limit` is found or the list ends. So what is hidden is felt neither in the size of
 * a page nor in whether another follows, unless more of it stands in a row than the rounds take.
 * @returns the items, and where the next page begins if there is one.
 */
export const fillPage = async <T, P>(
  { limit, rounds, after }: { limit: number; rounds: number; after: P | undefined },
  read: (count: number, after: P | undefined) => Promise<Found<T, P>>,
): Promise<{ items: T[]; last: P | undefined }> => {
  const shown: Found<T, P>["shown"] = [];
  let last = after;
  for (let round = 0; round < rounds; round++) {
    const found = await read(round === 0 ? limit + 1 : maxLimit, last);
    shown.push(...found.shown);
    last = found.last;
    if (last === undefined || shown.length > limit) break;
  }
  const items = shown.slice(0, limit).map(({ item }) => item);
  return { items, last: shown.length > limit ? shown[limit - 1]?.place : last };
};

/** Keys that seal cursors, newest first; old ones still open what they sealed. */
export const CursorKeys = z
  .array(z.object({ id: z.string().regex(/^[0-9a-f]{4}$/), secret: z.string().regex(/^[0-9a-f]{64}$/) }))
  .min(1);
export type CursorKeys = z.infer<typeof CursorKeys>;

export const newCursorKey = (): CursorKeys[number] => ({
  id: randomBytes(2).toString("hex"),
  secret: randomBytes(32).toString("hex"),
});

const wrong = (): AppError =>
  new AppError("cursor", {
    en: "The cursor does not belong to this list. Start again without cursor.",
    zh: "游标不属于此列表，请去掉 cursor 参数重新开始。",
  });

/** Seals positions with AES-256-GCM (NIST SP 800-38D); `binding` names the query and the actor, so a cursor opens nowhere else. */
export interface Cursors {
  seal(position: unknown, binding: readonly string[]): string;
  /** @throws AppError `cursor` when it was tampered with, is of another query, actor or key. */
  open<T>(cursor: string, binding: readonly string[], schema: z.ZodType<T>): T;
}

const bound = (binding: readonly string[]): Buffer => createHash("sha256").update(JSON.stringify(binding)).digest();

export const createCursors = (keys: CursorKeys): Cursors => {
  const [newest] = keys;
  if (!newest) throw new Error("a cursor key is needed");
  return {
    seal(position, binding) {
      const plain = JSON.stringify(position);
      // A nonce made from key and message: the same page has the same cursor, so the same ETag, and no nonce serves two messages.
      const nonce = createHmac("sha256", newest.secret).update(bound(binding)).update(plain).digest().subarray(0, 12);
      const cipher = createCipheriv("aes-256-gcm", Buffer.from(newest.secret, "hex"), nonce).setAAD(bound(binding));
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.from(newest.id, "hex"), nonce, cipher.getAuthTag(), text]).toString("base64url");
    },
    open(cursor, binding, schema) {
      const raw = Buffer.from(cursor, "base64url");
      const key = keys.find((candidate) => candidate.id === raw.subarray(0, 2).toString("hex"));
      if (!key || raw.length < 31) throw wrong();
      try {
        const decipher = createDecipheriv("aes-256-gcm", Buffer.from(key.secret, "hex"), raw.subarray(2, 14), {
          authTagLength: 16,
        })
          .setAAD(bound(binding))
          .setAuthTag(raw.subarray(14, 30));
        const text = Buffer.concat([decipher.update(raw.subarray(30)), decipher.final()]).toString("utf8");
        return schema.parse(JSON.parse(text));
      } catch {
        throw wrong();
      }
    },
  };
};

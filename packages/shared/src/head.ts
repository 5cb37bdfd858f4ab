// What every head carries, and the three questions asked of one: is it there, is it the revision read, which comes next.
import * as z from "zod";
import { notFound, revisionMissing, staleRevision } from "./errors.ts";

/** What every head carries; `revision` counts changes of the head, `sequence` every write to the thing, appends too. */
export const Head = z.object({
  pk: z.string(),
  sk: z.literal("head"),
  schemaVersion: z.literal(1),
  id: z.string(),
  revision: z.int().positive(),
  sequence: z.int().positive(),
  state: z.string(),
  audience: z.array(z.string()).max(30),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Head = z.infer<typeof Head>;

/** The revision a change will have, for parts that name the revision they belong to. */
export const revisionAfter = (from: Head | undefined): number => (from?.revision ?? 0) + 1;

/** A change names the revision it read. Readability is decided before this is asked. */
export const assertRevision = (head: { revision: number }, expected: number | undefined): void => {
  if (expected === undefined) throw revisionMissing();
  if (head.revision !== expected) throw staleRevision(head.revision);
};

/** The thing, or the one answer for all that one may not read. */
export const found = <T>(thing: T | undefined): T => {
  if (thing === undefined) throw notFound();
  return thing;
};

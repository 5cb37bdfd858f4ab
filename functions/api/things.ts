// What any kind of thing is called when something else names it: joined when read, for this reader.
import { summariseCases } from "@lianchuang/shared/cases";
import type { DescribeThings } from "@lianchuang/shared/searches";

export const describeThings: DescribeThings = async (ctx, ids) => {
  const cases = await summariseCases(ctx, ids);
  return new Map(
    [...cases].map(([id, { view, title, updatedAt }]) => [id, { kind: "case", view, title, updatedAt }] as const),
  );
};

/** Where a thing is read, by its kind. */
const addresses = { case: "/v1/cases/" } as const;

export const addressOf = ({ kind, id }: { kind: keyof typeof addresses; id: string }): string => addresses[kind] + id;

// The table's shape, declared once: the stack creates it in the cloud, one machine creates it in its engine.

/** Each index is named by the question it answers. Its keys are the attributes `<name>` and `<name>Sort`; an item without them is not in it. */
export const indexes = {
  byOwner: { include: ["state"] },
  byState: {},
  bySubject: {},
  byPerson: {},
  byDay: {},
  byDue: {},
} as const satisfies Record<string, { include?: readonly string[] }>;

export type IndexName = keyof typeof indexes;

export const tableKeys = { partition: "pk", sort: "sk" } as const;
export const timeToLive = "expires";

// Makes the items `commit` would write, without writing them: a table that keeps transactions and reads back what it kept.
import { QueryCommand, TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Item, Table } from "@lianchuang/shared/table";

export type Transaction = NonNullable<TransactWriteCommandInput["TransactItems"]>;

export interface Recorder {
  /** Takes every write; answers reads of ranges from what it took, other reads from the real table. */
  table: Table;
  /** What it took since it was last emptied. */
  transactions: Transaction[];
  empty(): void;
}

export const itemsOf = (transactions: readonly Transaction[]): Item[] =>
  transactions.flat().flatMap(({ Put }) => (Put?.Item ? [Put.Item as Item] : []));

export const newRecorder = (real: Table): Recorder => {
  const transactions: Transaction[] = [];
  const partitions = new Map<string, Item[]>();
  const send = (command: unknown): unknown => {
    if (command instanceof TransactWriteCommand) {
      const writes = command.input.TransactItems ?? [];
      transactions.push(writes);
      for (const item of itemsOf([writes])) partitions.set(item.pk, [...(partitions.get(item.pk) ?? []), item]);
      return Promise.resolve({});
    }
    if (command instanceof QueryCommand) {
      const { ":pk": pk, ":prefix": prefix } = command.input.ExpressionAttributeValues ?? {};
      const items = (partitions.get(String(pk)) ?? []).filter(({ sk }) => sk.startsWith(String(prefix)));
      return Promise.resolve({ Items: items.toSorted((one, other) => (one.sk < other.sk ? -1 : 1)) });
    }
    return real.client.send(command as never);
  };
  return {
    // A cast, because only `send` of a client is used.
    table: { ...real, client: { send } as unknown as Table["client"], committed: () => {} },
    transactions,
    empty() {
      transactions.length = 0;
      partitions.clear();
    },
  };
};

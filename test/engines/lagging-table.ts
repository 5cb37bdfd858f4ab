// A table whose indexes lag as global secondary indexes may: they answer as of the moment of `freeze`, while items are read as they are now.
import { PutCommand, QueryCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { openTable, type Table } from "@lianchuang/shared/table";
import { ensureTable } from "@lianchuang/shared/upkeep";
import { clientFor } from "../../packages/local/src/engine.ts";

export interface LaggingTable {
  table: Table;
  /** From now on every index answers as it would now; what is written later is not in it yet. */
  freeze(): Promise<void>;
  /** The indexes have caught up. */
  thaw(): void;
}

export const laggingTable = (real: Table, endpoint: string): LaggingTable => {
  let then: string | undefined;
  const send = (command: unknown): unknown =>
    then !== undefined && command instanceof QueryCommand && command.input.IndexName !== undefined
      ? real.client.send(new QueryCommand({ ...command.input, TableName: then }))
      : real.client.send(command as never);
  return {
    // A cast, because only `send` of a client is used.
    table: { ...real, client: { send } as unknown as Table["client"] },
    async freeze() {
      const copy = openTable({ name: `${real.name}-${performance.now().toFixed(0)}`, client: clientFor(endpoint) });
      await ensureTable(copy);
      let start: Record<string, unknown> | undefined;
      do {
        const page = await real.client.send(
          new ScanCommand({ TableName: real.name, ...(start && { ExclusiveStartKey: start }) }),
        );
        for (const Item of page.Items ?? []) await copy.client.send(new PutCommand({ TableName: copy.name, Item }));
        start = page.LastEvaluatedKey;
      } while (start);
      then = copy.name;
    },
    thaw() {
      then = undefined;
    },
  };
};

// A table that says what is taken of it: calls and units of capacity, as the embedded engine tells them by DynamoDB's own rules.
import type { Table } from "@lianchuang/shared/table";

export interface Taken {
  calls: Map<string, number>;
  read: number;
  written: number;
}

interface Consumed {
  CapacityUnits?: number;
}

/** The same table, asked to say what each call takes. */
export const metered = (real: Table): { table: Table; taken: Taken } => {
  const taken: Taken = { calls: new Map(), read: 0, written: 0 };
  const send = async (command: { input: object }): Promise<unknown> => {
    const name = command.constructor.name.replace("Command", "");
    Object.assign(command.input, { ReturnConsumedCapacity: "TOTAL" });
    const answer = (await real.client.send(command as never)) as { ConsumedCapacity?: Consumed | Consumed[] };
    if (answer.ConsumedCapacity === undefined) throw new Error(`the engine does not say what ${name} takes`);
    const units = [answer.ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
    taken.calls.set(name, (taken.calls.get(name) ?? 0) + 1);
    if (/Get|Query/.test(name)) taken.read += units;
    else taken.written += units;
    return answer;
  };
  // A cast, because only `send` of a client is used.
  return { table: { ...real, client: { send } as unknown as Table["client"] }, taken };
};

export const forget = (taken: Taken): void => Object.assign(taken, { read: 0, written: 0 }).calls.clear();

/** What was taken, or of so many times the same the mean. */
export const told = ({ calls, read, written }: Taken, times = 1): string => {
  const mean = (value: number) => Number((value / times).toFixed(1));
  const counted = [...calls].map(([name, count]) => `${mean(count)} ${name}`).join(", ");
  return `${counted}; ${mean(read)} read, ${mean(written)} write units`;
};

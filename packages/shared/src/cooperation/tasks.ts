// Tasks: what is to be done about a request soon after it was opened or has ended, each an item of its own in the index of what is due. Pure but for the reading.
import { idOfPartition, indexed, key, type Place, readIndex, readMany, type Table } from "../table.ts";
import type { RequestState } from "./schema.ts";

/** `match`: tell those whom it may suit; `settle`: tell those who wait for an answer that there is none to come. */
export type Task = "match" | "settle";

export const taskKey = (task: Task): string => `task#${task}`;
const partitionOfTask = (task: Task): string => `coop#${task}`;

/** The indexes follow within seconds; a task relies on what they hold. */
const waitMilliseconds = 60_000;

const ended: readonly RequestState[] = ["agreed", "closed", "withdrawn"];
/** Whether it looks for no partner any more. */
export const hasEnded = (state: RequestState): boolean => ended.includes(state);

interface Stood {
  state: RequestState;
}

/** The tasks that a write leaves, by sort key. */
export const tasksAfter = (
  id: string,
  from: Stood | undefined,
  next: Stood & { opens?: boolean | undefined },
  at: string,
): Record<string, Record<string, unknown>> => {
  const ends = hasEnded(next.state) && from !== undefined && !hasEnded(from.state);
  const tasks: Task[] = [...(next.opens ? (["match"] as const) : []), ...(ends ? (["settle"] as const) : [])];
  const dueAt = new Date(Date.parse(at) + waitMilliseconds).toISOString();
  return Object.fromEntries(
    tasks.map((task) => [taskKey(task), { dueAt, ...indexed("byDue", partitionOfTask(task), `${dueAt}#${id}`) }]),
  );
};

/** Ids of the requests with this task to do by a time, longest waiting first. */
export const pageTasks = (task: Task) => async (table: Table, until: Date, limit: number, after: Place | undefined) => {
  const between = ["0", `${until.toISOString()}$`] as const;
  const range = { index: "byDue", partition: partitionOfTask(task), between, limit } as const;
  const page = await readIndex(table, { ...range, ...(after && { after }) });
  return { ids: page.entries.map(({ pk }) => idOfPartition(pk)), last: page.last };
};

/** Whether the request has this task to do by a time: the index may say so too late. */
export const hasTask = async (table: Table, id: string, task: Task, until: Date): Promise<boolean> => {
  const [item] = await readMany(table, [key(id, taskKey(task))]);
  return item !== undefined && String(item["dueAt"]) <= until.toISOString();
};

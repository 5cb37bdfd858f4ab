// How a command ends that came to a stop on its way.
import { ApiProblem } from "../client.ts";

/** The command stopped on its way, for the reason in `cause`; what was done until then has been said. */
export class Stopped extends Error {
  /** What helps, for the person; nothing where repeating cannot. */
  readonly howToGoOn: string | undefined;
  constructor(howToGoOn: string, cause: unknown) {
    super("stopped", { cause });
    this.howToGoOn = isFinal(cause) ? undefined : howToGoOn;
  }
}

const finalReasons = ["forbidden", "not_found", "state"];

/** Whether the door would refuse the same wish again: it may not be, or the import is past it. */
const isFinal = (cause: unknown): boolean => cause instanceof ApiProblem && finalReasons.includes(cause.problem.reason);

// A worker thread seen from outside: typed calls, a bounded queue, and a new thread when one has died.
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { SearchBusy, SearchUnavailable } from "../port.ts";

export interface ThreadStart {
  readonly role: "reader" | "writer";
  readonly path: string;
  readonly name: string;
}

export interface Call {
  readonly id: number;
  readonly method: string;
  readonly parameters: readonly unknown[];
}

export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: unknown };

/** Calls the methods of a `Side` that lives elsewhere. Rejects with `SearchUnavailable` only. */
export interface Caller<Side> {
  call<Method extends MethodOf<Side>>(
    method: Method,
    ...parameters: ParametersOf<Side, Method>
  ): Promise<ResultOf<Side, Method>>;
  /** After what was called before has been answered. Calls made later are refused. */
  close(): Promise<void>;
}

type Method = (...parameters: never[]) => unknown;
type MethodOf<Side> = { [Name in keyof Side]: Side[Name] extends Method ? Name : never }[keyof Side] & string;
type ParametersOf<Side, Name extends keyof Side> = Side[Name] extends Method ? Parameters<Side[Name]> : never;
type ResultOf<Side, Name extends keyof Side> = Side[Name] extends Method ? ReturnType<Side[Name]> : never;

/** How many calls may wait for one thread; one more is refused, so that memory stays bounded. */
const mostWaiting = 256;
/** A call that has waited longer is refused at its turn: whoever made it has given up, or soon will. */
const longestWaitMilliseconds = 10_000;
/** How long closing waits for the calls made before. */
const closingMilliseconds = 5_000;

interface Waiting {
  readonly call: Call;
  /** `performance.now()` of its arrival. */
  readonly since: number;
  resolve(result: unknown): void;
  reject(error: SearchUnavailable): void;
}

export class Thread<Side> implements Caller<Side> {
  readonly #start: ThreadStart;
  readonly #queue: Waiting[] = [];
  #worker: Worker | undefined;
  /** The one call that the thread works on. */
  #running: Waiting | undefined;
  #last = 0;
  #closed = false;

  constructor(start: ThreadStart) {
    this.#start = start;
  }

  call<Name extends MethodOf<Side>>(
    method: Name,
    ...parameters: ParametersOf<Side, Name>
  ): Promise<ResultOf<Side, Name>> {
    if (this.#closed) return Promise.reject(new SearchUnavailable(new Error("the index is closed")));
    if (this.#queue.length >= mostWaiting)
      return Promise.reject(new SearchBusy(new Error(`${mostWaiting} calls are waiting already`)));
    return this.#enqueue(method, parameters) as Promise<ResultOf<Side, Name>>;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (!this.#worker) return;
    // Whether closing succeeded or not, the thread ends.
    const closed = this.#enqueue("close", []).catch(() => undefined);
    await Promise.race([closed, wait(closingMilliseconds, undefined, { ref: false })]);
    for (const waiting of this.#queue.splice(0))
      waiting.reject(new SearchUnavailable(new Error("the index is closed")));
    await this.#worker?.terminate();
  }

  #enqueue(method: string, parameters: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const call: Call = { id: ++this.#last, method, parameters };
      this.#queue.push({ call, since: performance.now(), resolve, reject });
      this.#next();
    });
  }

  /** Gives the thread the next call; one at a time, so that those waiting can still be refused. */
  #next(): void {
    while (!this.#running) {
      const waiting = this.#queue.shift();
      if (!waiting) return;
      if (performance.now() - waiting.since > longestWaitMilliseconds) {
        waiting.reject(new SearchBusy(new Error("it waited too long")));
        continue;
      }
      this.#running = waiting;
      (this.#worker ??= this.#open()).postMessage(waiting.call, []);
    }
  }

  #open(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: this.#start });
    worker.on("message", (reply: Reply) => {
      const waiting = this.#running;
      if (waiting?.call.id !== reply.id) return;
      this.#running = undefined;
      if ("error" in reply) waiting.reject(new SearchUnavailable(reply.error));
      else waiting.resolve(reply.result);
      this.#next();
    });
    worker.on("error", (error) => this.#lose(worker, error));
    worker.on("exit", () => this.#lose(worker, new Error("the search thread ended")));
    return worker;
  }

  /** Refuses what was under way; the next call starts a new thread. */
  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#running?.reject(new SearchUnavailable(cause));
    this.#running = undefined;
    this.#next();
  }
}

// A worker thread seen from outside: typed calls, a bounded queue, and a new thread when one has died.
import { Worker } from "node:worker_threads";
import { SearchUnavailable } from "../port.ts";

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

/** How many calls may wait for one thread; one more is refused, so that waiting stays short and memory bounded. */
const mostWaiting = 256;

interface Waiting {
  resolve(result: unknown): void;
  reject(error: SearchUnavailable): void;
}

export class Thread<Side> implements Caller<Side> {
  readonly #start: ThreadStart;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
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
    if (this.#waiting.size >= mostWaiting)
      return Promise.reject(new SearchUnavailable(new Error(`${mostWaiting} calls are waiting already`)));
    return this.#send(method, parameters) as Promise<ResultOf<Side, Name>>;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const worker = this.#worker;
    if (!worker) return;
    // Whether closing succeeded or not, the thread ends.
    await this.#send("close", []).catch(() => undefined);
    await worker.terminate();
  }

  #send(method: string, parameters: readonly unknown[]): Promise<unknown> {
    const worker = (this.#worker ??= this.#open());
    const call: Call = { id: ++this.#last, method, parameters };
    return new Promise((resolve, reject) => {
      this.#waiting.set(call.id, { resolve, reject });
      worker.postMessage(call, []);
    });
  }

  #open(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: this.#start });
    worker.on("message", (reply: Reply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ("error" in reply) waiting?.reject(new SearchUnavailable(reply.error));
      else waiting?.resolve(reply.result);
    });
    worker.on("error", (error) => this.#lose(worker, error));
    worker.on("exit", () => this.#lose(worker, new Error("the search thread ended")));
    return worker;
  }

  /** Refuses what was waiting; the next call starts a new thread. */
  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(new SearchUnavailable(cause));
    this.#waiting.clear();
  }
}

// Keeps the embedded engine running: one that ends by itself is started again on the same port, so no client notices more than a pause.
import type { Log } from "@lianchuang/functions/api/door";
import { type Engine, startEngine } from "./engine.ts";

interface Options {
  file: string;
  /** Told of every engine, at once. */
  started: (engine: Engine) => void;
  log: Log;
  /** Called when it cannot be started again. */
  failed: (why: string) => void;
}

export const keepEngine = async ({
  file,
  started,
  log,
  failed,
}: Options): Promise<Pick<Engine, "endpoint" | "stop">> => {
  let stopping = false;
  let engine = await startEngine(file);
  started(engine);
  const port = Number(new URL(engine.endpoint).port);
  const watch = async (): Promise<void> => {
    for (;;) {
      await engine.ended;
      if (stopping) return;
      log("the table engine ended and is started again");
      engine = await startEngine(file, port);
      started(engine);
      if (stopping) return engine.stop();
    }
  };
  const watching = watch().catch((error: unknown) => {
    if (!stopping) failed(error instanceof Error ? error.message : String(error));
  });
  return {
    endpoint: engine.endpoint,
    async stop() {
      stopping = true;
      await engine.stop();
      // It may have ended by itself just now, with another one under way.
      await watching;
    },
  };
};

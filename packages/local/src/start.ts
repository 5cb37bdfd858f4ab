// `npm start`: the whole product on this machine.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { logTo } from "./log.ts";
import { startMachine } from "./machine.ts";
import { command, readOptions, tableEndpoint, wholeNumber } from "./options.ts";

const usage = "npm start -- [--port 8787] [--data data] [--no-demo]";

await command(async () => {
  const { values } = readOptions(
    { port: { type: "string", default: "8787" }, "no-demo": { type: "boolean", default: false } },
    usage,
  );
  const data = resolve(values.data);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const leave = (code: number) => process.exit(code);
  const machine = await startMachine({
    folder: data,
    port: wholeNumber("port", values.port, 0, 65_535),
    demo: !values["no-demo"],
    log: logTo(data),
    endpoint: tableEndpoint(),
    failed: (why) => {
      process.stderr.write(`${why}\n`);
      leave(1);
    },
  });
  const more = data === resolve("data") ? "" : ` --data ${values.data}`;
  say(`联创 Lianchuang
data folder   ${data}
API           ${machine.url}/v1
documentation ${machine.url}/docs
health        ${machine.url}/health/ready
sign in       npm run -s token -- --as secretariat${more}     (prints a bearer token; --as member, --as person_…)
import        npm run import -- --url ${machine.url} --token TOKEN --kind case FILE.jsonl
stop          Ctrl-C`);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    say("stopping: finishing what is under way …");
    machine.stop().then(
      () => leave(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        leave(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  say(`ready ${machine.url}`);
});

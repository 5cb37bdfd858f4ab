// `npm start`: the whole product on this machine.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { logTo } from "./log.ts";
import { type Machine, startMachine } from "./machine.ts";
import { command, readOptions, searchUrl, tableEndpoint, wholeNumber } from "./options.ts";
import { say } from "./words.ts";

/** Names in the first column, the same width in both languages. */
const sayWhere = ({ url }: Machine, more: string, data: string): void => {
  const token = `npm run -s token -- --as secretariat${more}`;
  const bring = `npm run import -- --url ${url} --token TOKEN --kind case FILE.jsonl`;
  say({
    en: `联创 Lianchuang
data folder   ${data}
API           ${url}/v1
documentation ${url}/docs
health        ${url}/health/ready
sign in       ${token}     (prints a bearer token; --as member, --as person_…)
import        ${bring}
stop          Ctrl-C`,
    zh: `联创 Lianchuang
数据目录  ${data}
接口      ${url}/v1
文档      ${url}/docs
健康状态  ${url}/health/ready
登录      ${token}     （打印访问令牌；也可用 --as member、--as person_…）
导入      ${bring}
停止      Ctrl-C`,
  });
};

/** Everything but search answers already; says so once more when search does. */
const announceSearch = async (machine: Machine): Promise<void> => {
  const mostWaited = 2_000;
  const soon = await Promise.race([machine.searchReady.then(() => true), wait(mostWaited, false, { ref: false })]);
  if (soon) return;
  say({
    en: "search        its index is being built from the table; everything else works",
    zh: "搜索      正在从数据表建立索引；其他功能已可使用",
  });
  void machine.searchReady.then(() => say({ en: "search        ready", zh: "搜索      已可使用" }));
};

const usage = "npm start -- [--port 8787] [--data data] [--no-demo]";

await command(async () => {
  const { values } = readOptions(
    { port: { type: "string", default: "8787" }, "no-demo": { type: "boolean", default: false } },
    usage,
  );
  const data = resolve(values.data);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const leave = (code: number) => process.exit(code);
  const machine = await startMachine({
    folder: data,
    port: wholeNumber("port", values.port, 0, 65_535),
    demo: !values["no-demo"],
    log: logTo(data),
    endpoint: tableEndpoint(),
    searchUrl: searchUrl(),
    failed: (why) => {
      process.stderr.write(`${why}\n`);
      leave(1);
    },
  });
  sayWhere(machine, data === resolve("data") ? "" : ` --data ${values.data}`, data);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    say({ en: "stopping: finishing what is under way …", zh: "正在停止：完成进行中的操作……" });
    machine.stop().then(
      () => leave(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        leave(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stop);
  await announceSearch(machine);
  process.stdout.write(`ready ${machine.url}\n`);
});

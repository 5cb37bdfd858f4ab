// The part of AWS Lambda's Node runtime that a handler meets: loads it, then asks the Runtime API (2018-06-01) for one invocation after the other.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const post = (path, body) => fetch(`${api}/${path}`, { method: "POST", body: JSON.stringify(body) });
const told = (error) => ({ errorType: error?.name ?? "Error", errorMessage: String(error?.message ?? error) });

// It ends with whoever started it.
process.stdin.resume().on("end", () => process.exit());

const [file, name] = process.env._HANDLER.split(/\.(?=[^.]*$)/);
let handler;
try {
  const module = await import(pathToFileURL(join(process.env.LAMBDA_TASK_ROOT, `${file}.mjs`)).href);
  handler = module[name];
  if (typeof handler !== "function") throw new TypeError(`${process.env._HANDLER} is no function`);
} catch (error) {
  await post("init/error", told(error));
  process.exit(1);
}

for (;;) {
  const next = await fetch(`${api}/invocation/next`);
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const deadline = Number(next.headers.get("lambda-runtime-deadline-ms"));
  const context = {
    awsRequestId: id,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    invokedFunctionArn: next.headers.get("lambda-runtime-invoked-function-arn"),
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    await post(`invocation/${id}/response`, (await handler(await next.json(), context)) ?? null);
  } catch (error) {
    await post(`invocation/${id}/error`, told(error));
  }
}

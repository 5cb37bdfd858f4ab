// `npm run order`: prints the order of deployment of a stage, stack by stack and wave by wave; takes the same `-c name=value` as synth.
import { parseArgs } from "node:util";
import { App } from "aws-cdk-lib";
import settings from "../cdk.json" with { type: "json" };
import { printOrder } from "./order.ts";
import { planAlliance } from "./plan.ts";

const { values } = parseArgs({ options: { context: { type: "string", short: "c", multiple: true, default: [] } } });
const given = Object.fromEntries(values.context.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
const app = new App({ context: { ...settings.context, ...given } });
planAlliance(app);
for (const { stackName, template } of app.synth().stacks) process.stdout.write(`${printOrder(stackName, template)}\n`);

// The ground plan: which stacks there are, checked by rules on every synthesis.
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { DataStack } from "./stack.ts";

const app = new App();
const stage: unknown = app.node.tryGetContext("stage");
if (typeof stage !== "string" || !/^[a-z]{2,12}$/.test(stage)) throw new Error("say which stage: -c stage=dev");
// oxlint-disable-next-line no-new -- a construct joins its scope by being made
new DataStack(app, `Lianchuang-${stage}-Data`, { stage });
Validations.of(app).addPlugins(new AwsSolutionsChecks());
app.synth();

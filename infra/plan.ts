// The ground plan: which stacks there are, checked by rules on every synthesis.
import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { DataStack } from "./stack.ts";

/** Adds every stack of the stage in the app's context. An app so planned does not synthesise while any rule is broken. */
export const planAlliance = (app: App): DataStack => {
  const stage: unknown = app.node.tryGetContext("stage");
  if (typeof stage !== "string" || !/^[a-z]{2,12}$/.test(stage))
    throw new Error(`stage is ${JSON.stringify(stage)}, not 2 to 12 small letters: say -c stage=dev`);
  Validations.of(app).addPlugins(new AwsSolutionsChecks());
  return new DataStack(app, `Lianchuang-${stage}-Data`, { stage });
};

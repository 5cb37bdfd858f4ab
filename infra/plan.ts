// The ground plan: which stacks a stage has, by the context it is drawn with; checked by rules on every synthesis.
import { type App, Tags, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { AppStack } from "./app-stack.ts";
import { DataStack } from "./data-stack.ts";
import type { ForeignIssuer } from "./identity.ts";
import { type PartitionName, type ProfileName, partitions, profiles } from "./profile.ts";

export interface Stage {
  readonly data: DataStack;
  readonly app: AppStack;
}

/** A value of the context, or what it may be. */
const choose = <T extends string>(app: App, name: string, allowed: readonly T[], usual: T): T => {
  const given: unknown = app.node.tryGetContext(name) ?? usual;
  const found = allowed.find((value) => value === given);
  if (found === undefined) throw new Error(`${name} is ${JSON.stringify(given)}: say -c ${name}=${allowed.join("|")}`);
  return found;
};

const addressOf = (app: App, name: string, usual?: string): string | undefined => {
  const given: unknown = app.node.tryGetContext(name) ?? usual;
  if (given === undefined) return undefined;
  if (typeof given !== "string" || !URL.canParse(given) || !given.startsWith("https://"))
    throw new Error(`${name} is ${JSON.stringify(given)}, no https address: say -c ${name}=https://…`);
  return given;
};

/** @throws Error naming what is missing: an issuer is named whole, and in partitions without Cognito it must be. */
const readIssuer = (app: App, partition: PartitionName): ForeignIssuer | undefined => {
  const [issuer, jwksUri] = ["issuer", "jwksUri"].map((name) => addressOf(app, name));
  const audience: unknown = app.node.tryGetContext("audience");
  if (issuer === undefined && partition === "aws") return undefined;
  if (issuer === undefined)
    throw new Error(
      `there is no Amazon Cognito in ${partition}: say -c issuer=https://… -c jwksUri=https://… -c audience=…`,
    );
  if (jwksUri === undefined) throw new Error("jwksUri is missing: say -c jwksUri=https://… with -c issuer");
  if (typeof audience !== "string" || audience === "")
    throw new Error("audience is missing: say -c audience=… with -c issuer");
  return { issuer, jwksUri, audience };
};

/** Adds every stack of the stage in the app's context. An app so planned does not synthesise while any rule is broken. */
export const planAlliance = (app: App): Stage => {
  const stage: unknown = app.node.tryGetContext("stage");
  if (typeof stage !== "string" || !/^[a-z]{2,12}$/.test(stage))
    throw new Error(`stage is ${JSON.stringify(stage)}, not 2 to 12 small letters: say -c stage=dev`);
  const partition = choose(app, "partition", Object.keys(partitions) as PartitionName[], "aws");
  const profile = profiles[choose(app, "profile", Object.keys(profiles) as ProfileName[], "pilot")];
  const foreign = readIssuer(app, partition);
  const consoleUrl = addressOf(app, "consoleUrl", "https://console.invalid") ?? "";
  Validations.of(app).addPlugins(new AwsSolutionsChecks());

  const data = new DataStack(app, `Lianchuang-${stage}-Data`, { profile, identity: { foreign, consoleUrl } });
  const services = partitions[partition];
  const stateless = new AppStack(app, `Lianchuang-${stage}-App`, { profile, data, consoleUrl, services });
  const excludeResourceTypes = services.tagsOfMappings ? [] : ["AWS::Lambda::EventSourceMapping"];
  for (const stack of [data, stateless]) Tags.of(stack).add("stage", stage, { excludeResourceTypes });
  return { data, app: stateless };
};

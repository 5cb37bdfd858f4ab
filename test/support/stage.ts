// A stage as it would be deployed: drawn once for each context and run, as templates that tests look into.
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import settings from "../../cdk.json" with { type: "json" };
import { planAlliance, type Stage } from "../../infra/plan.ts";

/** An app under the same feature flags as the real one. */
export const makeApp = (context: Record<string, unknown> = { stage: "test" }): App =>
  new App({ context: { ...settings.context, stage: "test", ...context } });

/** What a template says anywhere: JSON that has been read. */
type Parsed = ReturnType<typeof JSON.parse>;

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, Parsed>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}
type Resources = Readonly<Record<string, Resource>>;

export interface Drawn {
  readonly app: App;
  readonly stage: Stage;
  readonly data: Resources;
  readonly stateless: Resources;
  /** All of both stacks. */
  readonly all: Resources;
}

export const foreign = {
  issuer: "https://issuer.example",
  jwksUri: "https://issuer.example/keys",
  audience: "lianchuang",
};

export const contexts = {
  pilot: {},
  "production in China": { partition: "aws-cn", profile: "production", ...foreign },
} as const;

const drawn = new Map<string, Drawn>();

export const draw = (name: keyof typeof contexts): Drawn => {
  const before = drawn.get(name);
  if (before) return before;
  const app = makeApp(contexts[name]);
  const stage = planAlliance(app);
  const [data, stateless] = [stage.data, stage.app].map((stack) => Template.fromStack(stack).toJSON()["Resources"]) as [
    Resources,
    Resources,
  ];
  const made = { app, stage, data, stateless, all: { ...data, ...stateless } };
  drawn.set(name, made);
  return made;
};

export const ofType = (resources: Resources, type: string): [id: string, resource: Resource][] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

// One function of the cloud: its bundle, its role with what is granted and no more, its log; told exactly the settings its code reads.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type FunctionName, type SettingName, settings } from "@lianchuang/shared/env";
import { AssetHashType, Duration, RemovalPolicy } from "aws-cdk-lib";
import {
  type IGrantable,
  type IPrincipal,
  type IRole,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  RuntimeManagementMode,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { type Bundle, bundle } from "./bundle.ts";
import type { Network } from "./network.ts";
import { memoryMiB, type Profile } from "./profile.ts";

export interface HandlerProps {
  readonly profile: Profile;
  readonly timeoutSeconds: number;
  readonly isTraced: boolean;
  /** Where it must reach the search domain. */
  readonly network?: Network;
  /** Where another stack has to name it before it is there. */
  readonly role?: IRole;
}

export class Handler extends Construct implements IGrantable {
  readonly grantPrincipal: IPrincipal;
  readonly fn: LambdaFunction;
  readonly log: LogGroup;
  readonly name: FunctionName;
  private readonly told = new Set<string>();

  constructor(scope: Construct, name: FunctionName, { profile, network, role, ...props }: HandlerProps) {
    super(scope, `${name[0]?.toUpperCase()}${name.slice(1)}`);
    this.name = name;
    const { folder, handler } = bundleOf(name);
    this.log = new LogGroup(this, "Log", { retention: profile.logs, removalPolicy: RemovalPolicy.RETAIN });
    const own = role ?? new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    const atOnce: number | undefined = profile.atOnce[name];
    this.fn = new LambdaFunction(this, "Function", {
      description: `${name}, of make ${makeOfAll()}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(folder, { assetHash: hashOf(folder), assetHashType: AssetHashType.CUSTOM }),
      handler,
      role: own,
      memorySize: memoryMiB[name],
      timeout: Duration.seconds(props.timeoutSeconds),
      logGroup: this.log,
      loggingFormat: LoggingFormat.JSON,
      tracing: props.isTraced ? Tracing.ACTIVE : Tracing.DISABLED,
      // How words are cut depends on the ICU of Node: all functions change it together, when they are deployed, and never by themselves.
      runtimeManagementMode: RuntimeManagementMode.FUNCTION_UPDATE,
      ...(atOnce !== undefined && { reservedConcurrentExecutions: atOnce }),
      ...(network && network.place),
    });
    this.grantPrincipal = this.fn.grantPrincipal;
    this.log.grantWrite(this);
    if (network) this.admitTo();
    this.node.addValidation({ validate: () => this.faults() });
  }

  /** What Lambda itself does under the function's role to place it in the network. */
  private admitTo(): void {
    const actions = ["Create", "Describe", "Delete"].map(
      (verb) => `ec2:${verb}NetworkInterface${verb === "Describe" ? "s" : ""}`,
    );
    this.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: ["*"] }));
  }

  /** Permission and setting come together: who grants something says under which name it is found. */
  tell(name: SettingName, value: string): void {
    this.told.add(name);
    this.fn.addEnvironment(name, value);
  }

  private faults(): string[] {
    const shape: Record<string, { safeParse(value: unknown): { success: boolean } }> = settings[this.name].shape;
    const needed = Object.keys(shape).filter((name) => !shape[name]?.safeParse(undefined).success);
    return [
      ...needed.filter((name) => !this.told.has(name)).map((name) => `${this.name} is not told ${name}`),
      ...[...this.told]
        .filter((name) => !Object.hasOwn(shape, name))
        .map((name) => `${this.name} does not read ${name}`),
    ];
  }
}

const bundles = new Map<FunctionName, Bundle>();
/** Once a process. */
const bundleOf = (name: FunctionName): Bundle => {
  const made = bundles.get(name) ?? bundle(name);
  bundles.set(name, made);
  return made;
};

let make: string | undefined;
/** Changes with any of them: what is updated runs on the newest Node, so all of them must be updated together. */
const makeOfAll = (): string => {
  const names = Object.keys(settings) as FunctionName[];
  make ??= createHash("sha256")
    .update(names.map((name) => hashOf(bundleOf(name).folder)).join())
    .digest("hex")
    .slice(0, 12);
  return make;
};

/** What is in it, by name and content: the same code is the same asset, wherever it was bundled. */
const hashOf = (folder: string): string => {
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).toSorted())
    hash.update(path.slice(folder.length)).update(readFileSync(path));
  return hash.digest("hex");
};

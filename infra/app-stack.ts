// The stack of what can be made again: functions, what calls them, the door, who watches. Notifier, mail, drafting and console stand here when they come.

import type { FunctionName } from "@lianchuang/shared/env";
import { CfnOutput, Duration, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { Role } from "aws-cdk-lib/aws-iam";
import { Trigger } from "aws-cdk-lib/triggers";
import type { Construct } from "constructs";
import { Api } from "./api.ts";
import type { DataStack } from "./data-stack.ts";
import { Handler, type HandlerProps } from "./handler.ts";
import { Operations } from "./operations.ts";
import type { Profile, Services } from "./profile.ts";
import { Schedules, StreamSource } from "./triggers.ts";

export interface AppStackProps extends StackProps {
  readonly profile: Profile;
  readonly data: DataStack;
  readonly consoleUrl: string;
  readonly services: Services;
}

export class AppStack extends Stack {
  readonly functions: Readonly<Record<FunctionName, Handler>>;

  constructor(scope: Construct, id: string, { profile, data, consoleUrl, services, ...props }: AppStackProps) {
    super(scope, id, props);
    const { network, table, search, cursorKeys, identity } = data;
    // Named here by what it is called there, so that what it may do here does not reach back into the other stack.
    const keeperRole = Role.fromRoleArn(this, "KeeperRole", search.master.roleArn);
    const make = (name: FunctionName, timeoutSeconds: number, more: Pick<HandlerProps, "network" | "role"> = {}) =>
      new Handler(this, name, { profile, timeoutSeconds, isTraced: services.traces, ...more });
    const within = { network };
    const functions = {
      authorizer: make("authorizer", 5),
      api: make("api", 29, within),
      indexer: make("indexer", 60, within),
      clock: make("clock", 300, within),
      keeper: make("keeper", 900, { ...within, role: keeperRole }),
      operator: make("operator", 900, within),
      watcher: make("watcher", 30),
      rotation: make("rotation", 30),
    };
    this.functions = functions;
    const { authorizer, api, indexer, clock, keeper, operator, watcher, rotation } = functions;

    identity.trust(authorizer);
    for (const writer of [api, clock, operator]) {
      table.grantCommit(writer);
      table.grantCount(writer);
    }
    for (const reader of [indexer, keeper]) table.grantRead(reader);
    for (const scanner of [keeper, operator]) table.grantScan(scanner);
    table.grantNote(keeper);
    table.grantNote(watcher);
    const users = [api, indexer, clock, operator];
    for (const user of [...users, keeper]) search.grantDocuments(user);
    keeper.tell("SEARCH_REPLICAS", String(profile.replicas));
    keeper.tell("SEARCH_ROLES", this.toJsonString(users.map(({ fn }) => fn.role?.roleArn)));
    search.grantDescribe(watcher);
    cursorKeys.grantRead(api);
    cursorKeys.rotateBy(rotation);
    api.tell("ORIGINS", JSON.stringify([new URL(consoleUrl).origin]));

    const stream = new StreamSource(this, "Stream", table, indexer);
    const schedules = new Schedules(this, "Schedules");
    schedules.every(1, clock);
    schedules.every(1, keeper);
    schedules.every(5, watcher);
    const door = new Api(this, "Door", api, authorizer, profile);
    // With each deployment there is a generation of the new make before the code that asks for it; until then older code follows
    // and answers from its own.
    new Trigger(this, "Generation", {
      handler: keeper.fn,
      timeout: Duration.minutes(15),
      executeAfter: [keeper],
      executeBefore: [api.fn, clock.fn, indexer.fn],
    });
    new Operations(
      this,
      "Operations",
      {
        functions: Object.values(functions),
        queues: { Stream: stream.failures, Schedule: schedules.failures },
        api: door.api,
        domainName: search.domain.domainName,
        tableName: table.table.tableName,
      },
      profile,
      services.budgets,
    );
    // What is allowed beside these a test says, function by function.
    Validations.of(this).acknowledge(
      {
        id: "AwsSolutions-IAM5[Resource::*]",
        reason: "X-Ray and the network interfaces of Lambda know no resources: AWS documents * for their actions.",
      },
      {
        id: `AwsSolutions-IAM5[Resource::${data.stackName}:ExportsOutputFnGetAttAllianceSearchArn8FF566CB/*]`,
        reason: "Below the domain lie its paths; what a role may do on which index the domain itself says.",
      },
    );
    new CfnOutput(this, "OperatorFunction", { value: operator.fn.functionName });
  }
}

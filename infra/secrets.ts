// Keys of the alliance in AWS Secrets Manager, changed every month by a function of ours. Keys for links come with them.

import type { SettingName } from "@lianchuang/shared/env";
import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { Grant } from "aws-cdk-lib/aws-iam";
import { type CfnSecret, type ISecret, RotationSchedule, Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { Handler } from "./handler.ts";

const rotationDays = 30;

export class RotatedKeys extends Construct {
  readonly secret: ISecret;
  private readonly setting: SettingName;

  /** `setting`: the name under which functions are told of it. */
  constructor(scope: Construct, id: string, setting: SettingName) {
    super(scope, id);
    this.setting = setting;
    const secret = new Secret(this, "Secret", {
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.secret = secret as ISecret;
    (secret.node.defaultChild as CfnSecret).overrideLogicalId(id);
    Validations.of(secret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason: "It is rotated by a function, so the schedule stands in the stack of functions.",
    });
  }

  grantRead(reader: Handler): void {
    const actions = ["secretsmanager:GetSecretValue"];
    Grant.addToPrincipal({ grantee: reader, actions, resourceArns: [this.secret.secretArn] });
    reader.tell(this.setting, this.secret.secretArn);
  }

  /** Lets a function change the keys, and Secrets Manager call it for that. */
  rotateBy(changer: Handler): void {
    const actions = ["DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"];
    Grant.addToPrincipal({
      grantee: changer,
      actions: actions.map((action) => `secretsmanager:${action}`),
      resourceArns: [this.secret.secretArn],
    });
    new RotationSchedule(changer, "Schedule", {
      secret: this.secret,
      rotationLambda: changer.fn,
      automaticallyAfter: Duration.days(rotationDays),
    });
  }
}

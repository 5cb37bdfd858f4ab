// The network: search and the functions that use it, without a way to the internet; AWS services are reached by endpoints within.
import { Fn, RemovalPolicy } from "aws-cdk-lib";
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  type IVpc,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from "aws-cdk-lib/aws-ec2";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Profile } from "./profile.ts";

export class Network extends Construct {
  /** The library's own classes are not quite their interfaces under exact optional properties. */
  readonly vpc: IVpc;
  /** Of functions: what they may reach lets them in by this. */
  readonly functions: SecurityGroup;

  constructor(scope: Construct, id: string, profile: Profile) {
    super(scope, id);
    const vpc = new Vpc(this, "Vpc", {
      availabilityZones: Array.from({ length: profile.zones }, (_, at) => Fn.select(at, Fn.getAzs())),
      natGateways: 0,
      subnetConfiguration: [{ name: "Within", subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      restrictDefaultSecurityGroup: false,
      gatewayEndpoints: {
        Table: { service: GatewayVpcEndpointAwsService.DYNAMODB },
        Files: { service: GatewayVpcEndpointAwsService.S3 },
      },
    });
    this.vpc = vpc as IVpc;
    const log = new LogGroup(this, "FlowLog", { retention: profile.logs, removalPolicy: RemovalPolicy.RETAIN });
    this.vpc.addFlowLog("Flow", { destination: FlowLogDestination.toCloudWatchLogs(log) });
    this.functions = this.group("Functions", "functions that use search");
    const secrets = this.group("Secrets", "the endpoint of Secrets Manager");
    this.admit(secrets);
    this.vpc.addInterfaceEndpoint("SecretsManager", {
      service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      securityGroups: [secrets],
      open: false,
    });
  }

  group(id: string, description: string): SecurityGroup {
    return new SecurityGroup(this, id, { vpc: this.vpc, description, allowAllOutbound: id === "Functions" });
  }

  /** Lets functions in, by TLS, and nobody else. */
  admit(group: SecurityGroup): void {
    group.addIngressRule(this.functions, Port.HTTPS, "functions");
  }

  /** Where a function stands. */
  get place() {
    return {
      vpc: this.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [this.functions],
    };
  }
}

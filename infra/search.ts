// The search domain: within the network, encrypted, each of its users known by a role; what is in it can be made again from the table.
import { RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import {
  AccountRootPrincipal,
  Effect,
  Grant,
  type IRole,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import { LogGroup, ResourcePolicy } from "aws-cdk-lib/aws-logs";
import { type CfnDomain, Domain, EngineVersion, TLSSecurityPolicy } from "aws-cdk-lib/aws-opensearchservice";
import { Construct } from "constructs";
import type { Handler } from "./handler.ts";
import type { Network } from "./network.ts";
import type { Profile } from "./profile.ts";

/** What the adapter sends; what of it a role may do is said within the domain, too. */
const asking = ["Get", "Head", "Post", "Put", "Delete"].map((method) => `es:ESHttp${method}`);

export class SearchDomain extends Construct {
  readonly domain: Domain;
  /** The master of fine-grained access control: the keeper's role, which is here before the keeper is. */
  readonly master: IRole;

  constructor(scope: Construct, id: string, network: Network, profile: Profile) {
    super(scope, id);
    this.master = new Role(this, "Keeper", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    const group = network.group("Search", "the search domain");
    network.admit(group);
    const { search, masters, zones } = profile;
    const log = (name: string) =>
      new LogGroup(this, name, { retention: profile.logs, removalPolicy: RemovalPolicy.RETAIN });
    const [app, audit, slowIndex, slowSearch] = [
      log("AppLog"),
      log("AuditLog"),
      log("SlowIndexLog"),
      log("SlowSearchLog"),
    ];
    this.domain = new Domain(this, "Domain", {
      version: EngineVersion.OPENSEARCH_3_7,
      vpc: network.vpc,
      vpcSubnets: [network.place.vpcSubnets],
      securityGroups: [group],
      capacity: {
        dataNodes: search.nodes,
        dataNodeInstanceType: search.type,
        multiAzWithStandbyEnabled: masters !== undefined,
        ...(masters && { masterNodes: masters.nodes, masterNodeInstanceType: masters.type }),
      },
      zoneAwareness: zones > 1 ? { enabled: true, availabilityZoneCount: zones } : { enabled: false },
      ebs: { volumeSize: search.storageGiB },
      enforceHttps: true,
      tlsSecurityPolicy: TLSSecurityPolicy.TLS_1_2_PFS,
      nodeToNodeEncryption: true,
      encryptionAtRest: { enabled: true },
      fineGrainedAccessControl: { masterUserArn: this.master.roleArn },
      logging: {
        appLogEnabled: true,
        appLogGroup: app,
        auditLogEnabled: true,
        auditLogGroup: audit,
        slowIndexLogEnabled: true,
        slowIndexLogGroup: slowIndex,
        slowSearchLogEnabled: true,
        slowSearchLogGroup: slowSearch,
      },
      suppressLogsResourcePolicy: true,
      enableAutoSoftwareUpdate: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const mayLog = new ResourcePolicy(this, "MayLog", {
      policyStatements: [
        new PolicyStatement({
          principals: [new ServicePrincipal("es.amazonaws.com")],
          actions: ["logs:PutLogEvents", "logs:CreateLogStream", "logs:PutLogEventsBatch"],
          resources: [app, audit, slowIndex, slowSearch].map(({ logGroupArn }) => logGroupArn),
        }),
      ],
    });
    const resource = this.domain.node.defaultChild as CfnDomain;
    resource.node.addDependency(mayLog);
    resource.overrideLogicalId("AllianceSearch");
    resource.accessPolicies = new PolicyDocument({
      statements: [
        new PolicyStatement({
          effect: Effect.ALLOW,
          principals: [new AccountRootPrincipal()],
          actions: asking,
          resources: [Stack.of(this).formatArn({ service: "es", resource: "domain", resourceName: "*" })],
        }),
      ],
    });
    if (!masters)
      Validations.of(this.domain).acknowledge(
        { id: "AwsSolutions-OS4", reason: "A pilot has one node; its index is made again from the table." },
        { id: "AwsSolutions-OS7", reason: "A pilot stands in one zone; its index is made again from the table." },
      );
    Validations.of(this.domain).acknowledge({
      id: "AwsSolutions-OS3",
      reason: "The domain stands within the network, where only the group of functions is let in.",
    });
  }

  /** Lets a function ask the domain, and tells it where it is; what it may do there the keeper says. */
  grantDocuments(user: Handler): void {
    Grant.addToPrincipal({ grantee: user, actions: asking, resourceArns: [`${this.domain.domainArn}/*`] });
    user.tell("OPENSEARCH_URL", `https://${this.domain.domainEndpoint}`);
  }

  /** Lets a function see the state of the domain, and nothing in it. */
  grantDescribe(watcher: Handler): void {
    const actions = ["Domain", "DomainHealth"].map((what) => `es:Describe${what}`);
    Grant.addToPrincipal({ grantee: watcher, actions, resourceArns: [this.domain.domainArn] });
    watcher.tell("DOMAIN_NAME", this.domain.domainName);
  }
}

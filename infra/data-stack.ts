// The stack of what lasts: network, table, search domain, files, keys, identity. Nothing in it goes when the stack goes.
import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { Files } from "./files.ts";
import { Identity, type IdentityProps } from "./identity.ts";
import { Network } from "./network.ts";
import type { Profile } from "./profile.ts";
import { SearchDomain } from "./search.ts";
import { RotatedKeys } from "./secrets.ts";
import { AllianceTable } from "./table.ts";

export interface DataStackProps extends StackProps {
  readonly profile: Profile;
  readonly identity: IdentityProps;
}

export class DataStack extends Stack {
  readonly network: Network;
  readonly table: AllianceTable;
  readonly search: SearchDomain;
  readonly files: Files;
  readonly cursorKeys: RotatedKeys;
  readonly identity: Identity;

  constructor(scope: Construct, id: string, { profile, identity, ...props }: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    this.network = new Network(this, "Network", profile);
    this.table = new AllianceTable(this, "Alliance");
    this.search = new SearchDomain(this, "Search", this.network, profile);
    this.files = new Files(this, "Files");
    this.cursorKeys = new RotatedKeys(this, "CursorKeys", "CURSOR_KEYS");
    this.identity = new Identity(this, "Identity", identity);
    new CfnOutput(this, "TableName", { value: this.table.table.tableName });
    new CfnOutput(this, "DomainName", { value: this.search.domain.domainName });
    new CfnOutput(this, "FilesBucket", { value: this.files.bucket.bucketName });
  }
}

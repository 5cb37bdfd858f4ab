// The first stack: what holds data. Later stacks hold what may be thrown away.
import { Stack, type StackProps, Tags } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { AllianceTable } from "./table.ts";

export interface DataStackProps extends StackProps {
  /** dev, staging or production: one value that every difference hangs on. */
  stage: string;
}

export class DataStack extends Stack {
  readonly table: AllianceTable;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    this.table = new AllianceTable(this, "Alliance");
    Tags.of(this).add("stage", props.stage);
  }
}

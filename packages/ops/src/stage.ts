// A stage in the cloud as its operator reaches it: what its stacks say of it, and its operator function.
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { UsageError } from "@lianchuang/local/options";
import { inWords } from "@lianchuang/local/words";
import type { Text } from "@lianchuang/shared/errors";

export interface Stage {
  readonly name: string;
  /** An output of one of its stacks, by the end of its name. @throws UsageError where there is none. */
  output(name: string): string;
  findOutput(name: string): string | undefined;
}

const stacks = ["Data", "App"] as const;

/** Reads what the stage's stacks put out. @throws UsageError for a stage that is not there or cannot be seen. */
export const openStage = async (name: string): Promise<Stage> => {
  const client = new CloudFormationClient({});
  const outputs = new Map<string, string>();
  for (const stack of stacks) {
    const StackName = `Lianchuang-${name}-${stack}`;
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName })).catch((cause: unknown) => {
      throw new UsageError(
        inWords({
          en: `There is no stack ${StackName} to be seen: check --stage, AWS_PROFILE and AWS_REGION.`,
          zh: `找不到堆栈 ${StackName}：请检查 --stage、AWS_PROFILE 和 AWS_REGION。`,
        }),
        { cause },
      );
    });
    for (const { OutputKey = "", OutputValue = "" } of Stacks[0]?.Outputs ?? []) outputs.set(OutputKey, OutputValue);
  }
  const findOutput = (end: string): string | undefined =>
    [...outputs].find(([key]) => key.replace(/[0-9A-F]{8}$/, "").endsWith(end))?.[1];
  return {
    name,
    findOutput,
    output: (end) => {
      const found = findOutput(end);
      if (found !== undefined) return found;
      throw new UsageError(
        inWords({
          en: `The stage ${name} puts out no ${end}: deploy it with this code first.`,
          zh: `环境 ${name} 没有输出 ${end}：请先用此代码部署。`,
        }),
      );
    },
  };
};

/** Asks the stage's operator function. @throws UsageError with what it refuses; Error when it failed. */
export const askOperator = async <T>(stage: Stage, command: string, input: object = {}): Promise<T> => {
  const client = new LambdaClient({ requestHandler: { requestTimeout: 900_000 } });
  const Payload = JSON.stringify({ command, ...input });
  const { FunctionError, Payload: said } = await client.send(
    new InvokeCommand({ FunctionName: stage.output("OperatorFunction"), Payload }),
  );
  const answer = JSON.parse(said?.transformToString() ?? "null") as T & { error?: Text; errorMessage?: string };
  if (FunctionError !== undefined) throw new Error(`${command}: ${answer.errorMessage ?? FunctionError}`);
  if (answer.error) throw new UsageError(inWords(answer.error));
  return answer;
};

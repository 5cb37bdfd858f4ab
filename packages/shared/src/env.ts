// The only reader of environment variables outside infra and one machine's start: settings of the cloud's functions.
import * as z from "zod";

const Environment = z.object({
  TABLE_NAME: z.string().min(1).default("lianchuang"),
  AWS_REGION: z.string().min(1).default("local"),
  DYNAMODB_ENDPOINT: z.url().optional(),
  OPENSEARCH_URL: z.url().optional(),
});
export type Environment = z.infer<typeof Environment>;

export const readEnvironment = (variables: NodeJS.ProcessEnv = process.env): Environment =>
  Environment.parse(variables);

// Changes the keys of a secret when AWS Secrets Manager says so: its four steps, each safe to repeat.
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { SecretsManagerRotationEvent } from "aws-lambda";
import { keysOf, turn } from "../secrets.ts";

const client = new SecretsManagerClient({});
type Ask = Pick<SecretsManagerRotationEvent, "SecretId" | "ClientRequestToken">;

const read = async (SecretId: string, stage: "AWSCURRENT" | "AWSPENDING", VersionId?: string) => {
  const request = new GetSecretValueCommand({ SecretId, VersionStage: stage, ...(VersionId && { VersionId }) });
  return (await client.send(request)).SecretString ?? "";
};

const createSecret = async ({ SecretId, ClientRequestToken }: Ask): Promise<void> => {
  try {
    await read(SecretId, "AWSPENDING", ClientRequestToken);
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    const SecretString = JSON.stringify(turn(keysOf(await read(SecretId, "AWSCURRENT"))));
    const VersionStages = ["AWSPENDING"];
    await client.send(new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString, VersionStages }));
  }
};

/** @throws Error unless what is to come holds keys. */
const testSecret = async ({ SecretId, ClientRequestToken }: Ask): Promise<void> => {
  keysOf(await read(SecretId, "AWSPENDING", ClientRequestToken));
};

const finishSecret = async ({ SecretId, ClientRequestToken }: Ask): Promise<void> => {
  const { VersionIdsToStages: stages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
  const [current] = Object.entries(stages).find(([, names]) => names?.includes("AWSCURRENT")) ?? [];
  if (current === ClientRequestToken) return;
  const move = { SecretId, VersionStage: "AWSCURRENT", MoveToVersionId: ClientRequestToken };
  await client.send(new UpdateSecretVersionStageCommand({ ...move, RemoveFromVersionId: current }));
};

const steps: Record<SecretsManagerRotationEvent["Step"], (ask: Ask) => Promise<void>> = {
  createSecret,
  // Whoever uses the keys reads them from the secret itself.
  setSecret: async () => {},
  testSecret,
  finishSecret,
};

export const handler = ({ Step, ...ask }: SecretsManagerRotationEvent): Promise<void> => steps[Step](ask);

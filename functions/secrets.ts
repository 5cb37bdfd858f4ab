// Keys in AWS Secrets Manager, and how they change there: a key opens for a whole turn before it seals, so no function meets one it does not know.
import { createHash } from "node:crypto";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CursorKeys, newCursorKey } from "@lianchuang/shared/page";

/** How many keys are kept: the one that seals, the next one, the last one. */
const kept = 3;

/** The keys a secret holds, the one that seals first. A secret that was only generated yet gives one by its hash, the same everywhere. */
export const keysOf = (secret: string): CursorKeys => {
  if (secret.trimStart().startsWith("[")) return CursorKeys.parse(JSON.parse(secret));
  const hash = createHash("sha256").update(secret).digest("hex");
  return [{ id: hash.slice(0, 4), secret: createHash("sha256").update(hash).digest("hex") }];
};

/** The next key seals, a fresh one comes next, the one that sealed opens what it sealed for one turn more. */
export const turn = (keys: CursorKeys, make = newCursorKey): CursorKeys => {
  let fresh = make();
  // A cursor names its key, so no two have one name.
  while (keys.some(({ id }) => id === fresh.id)) fresh = make();
  const [sealed, next = fresh] = keys;
  const turned = next === fresh ? [sealed, fresh] : [next, fresh, sealed];
  return CursorKeys.parse(turned.slice(0, kept));
};

/** @throws Error when it cannot be read: a function without its keys does not start. */
export const readKeys = async (secretId: string): Promise<CursorKeys> => {
  const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: secretId }));
  if (SecretString === undefined) throw new Error(`the secret ${secretId} holds no text`);
  return keysOf(SecretString);
};

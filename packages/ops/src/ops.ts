// `npm run ops`: what whoever runs a stage in the cloud may ask of it, by his own rights in the account.
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import { DescribeDomainCommand, OpenSearchClient } from "@aws-sdk/client-opensearch";
import { command, readOptions, UsageError } from "@lianchuang/local/options";
import { inWords } from "@lianchuang/local/words";
import { rehearse } from "./drill-here.ts";
import { askOperator, openStage, type Stage } from "./stage.ts";
import { describeRecovery, drillRestore } from "./table.ts";

const usage = `npm run ops -- COMMAND --stage STAGE
  secretary --name NAME (--email ADDRESS | --issuer URL --subject SUBJECT)   the first secretary, once · 首位秘书处人员
  status | audit | rebuild                                                   the search index · 搜索索引
  redrive [ID …]                                                             read again what could not be indexed · 重新索引
  doctor                                                                     domain, table, index · 检查
  backup-check                                                               can the table be had back · 备份检查
  restore-drill [--data DIR instead of --stage]                              restore beside it, look, delete · 恢复演练`;

const options = {
  stage: { type: "string" },
  name: { type: "string" },
  email: { type: "string" },
  issuer: { type: "string" },
  subject: { type: "string" },
} as const;
type Values = { readonly [Name in keyof typeof options]?: string | undefined } & { readonly data: string };

const needed = (values: Values, name: keyof typeof options): string => {
  const value = values[name];
  if (value !== undefined && value !== "") return value;
  throw new UsageError(inWords({ en: `--${name} is needed.\n${usage}`, zh: `--${name} 必填。\n${usage}` }));
};

/** Of the stage's own pool where an address is given: the user is made there, and is sent how to sign in. */
const identityOf = async (stage: Stage, values: Values) => {
  if (values.email === undefined) return { issuer: needed(values, "issuer"), subject: needed(values, "subject") };
  const client = new CognitoIdentityProviderClient({});
  const UserPoolId = stage.output("UserPoolId");
  const who = { UserPoolId, Username: values.email };
  const attributes = [
    { Name: "email", Value: values.email },
    { Name: "email_verified", Value: "true" },
  ];
  await client.send(new AdminCreateUserCommand({ ...who, UserAttributes: attributes })).catch((error: unknown) => {
    if (!(error instanceof UsernameExistsException)) throw error;
  });
  const { UserAttributes = [] } = await client.send(new AdminGetUserCommand(who));
  const subject = UserAttributes.find(({ Name }) => Name === "sub")?.Value ?? "";
  return { issuer: `https://cognito-idp.${await client.config.region()}.amazonaws.com/${UserPoolId}`, subject };
};

/** @returns what was found, and whether it is as it should be. */
const examine = async (stage: Stage) => {
  const DomainName = stage.output("DomainName");
  const [{ DomainStatus }, table, index, audit] = await Promise.all([
    new OpenSearchClient({}).send(new DescribeDomainCommand({ DomainName })),
    describeRecovery(stage.output("TableName")),
    askOperator<{ answers: boolean }>(stage, "status"),
    askOperator<{ differences: number }>(stage, "audit").catch((error: unknown) => ({ differences: String(error) })),
  ]);
  const { EngineVersion, DomainProcessingStatus, ModifyingProperties, EBSOptions, ServiceSoftwareOptions } =
    DomainStatus ?? {};
  const domain = {
    engine: EngineVersion,
    state: DomainProcessingStatus,
    pending: ModifyingProperties ?? [],
    storageGiB: EBSOptions?.VolumeSize,
    update: ServiceSoftwareOptions?.UpdateAvailable,
  };
  return { ok: index.answers && table.enabled && audit.differences === 0, domain, table, index, audit };
};

type Run = (stage: Stage, values: Values, words: readonly string[]) => Promise<object>;

const commands: Readonly<Record<string, Run>> = {
  secretary: async (stage, values) => {
    const name = needed(values, "name");
    return askOperator(stage, "secretary", { name, ...(await identityOf(stage, values)) });
  },
  status: (stage) => askOperator(stage, "status"),
  rebuild: (stage) => askOperator(stage, "rebuild"),
  redrive: (stage, _, ids) => askOperator(stage, "redrive", ids.length > 0 ? { ids } : {}),
  audit: async (stage) => {
    const found = await askOperator<{ differences: number }>(stage, "audit");
    return { ok: found.differences === 0, ...found };
  },
  doctor: examine,
  "backup-check": async (stage) => {
    const found = await describeRecovery(stage.output("TableName"));
    return { ok: found.enabled && found.isProtected, ...found };
  },
  "restore-drill": async (stage) => ({ ok: true, ...(await drillRestore(stage.output("TableName"), new Date())) }),
};

await command(async () => {
  const { values, positionals } = readOptions(options, usage, Number.POSITIVE_INFINITY);
  const [name = "", ...words] = positionals;
  const run = commands[name];
  if (!run) throw new UsageError(usage);
  const isHere = name === "restore-drill" && values.stage === undefined;
  const here = async () => {
    const found = await rehearse(values.data, () => new Date());
    return { ok: found.isSame && found.differences === 0, ...found };
  };
  const answer = isHere ? await here() : await run(await openStage(needed(values, "stage")), values, words);
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  if ("ok" in answer && answer.ok === false) process.exitCode = 1;
});

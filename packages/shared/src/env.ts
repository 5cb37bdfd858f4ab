// The only reader of environment variables outside infra and one machine's start: the settings of each function in the cloud.
import * as z from "zod";

/** A setting that is written as JSON. */
const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "is not JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** An issuer of access tokens: by audience (RFC 9068), or by the id of the client (Amazon Cognito, whose access tokens name no audience). */
const Issuer = z
  .strictObject({
    issuer: z.url(),
    jwksUri: z.url(),
    audience: z.string().min(1).optional(),
    clientId: z.string().min(1).optional(),
    /** Its subjects are ids of people. */
    own: z.boolean().optional(),
  })
  .refine(({ audience, clientId }) => (audience === undefined) !== (clientId === undefined), {
    message: "needs either an audience or a clientId",
  });

const table = { TABLE_NAME: z.string().min(1) };
/** `SEARCH_PREFIX`: how the names of its indexes begin, where stages share a domain. */
const search = { OPENSEARCH_URL: z.url(), SEARCH_PREFIX: z.string().default("lianchuang") };

/** What each function is told; all of it is needed unless it says otherwise. Infra sets exactly these names. */
export const settings = {
  /** `ISSUERS`: whose access tokens are accepted, a JSON list. */
  authorizer: z.object({ ISSUERS: json(z.array(Issuer).min(1)) }),
  /** `CURSOR_KEYS`: the ARN of the secret that holds them. `ORIGINS`: of consoles in browsers, a JSON list. */
  api: z.object({
    ...table,
    ...search,
    CURSOR_KEYS: z.string().min(1),
    ORIGINS: json(z.array(z.url())).default([]),
  }),
  indexer: z.object({ ...table, ...search }),
  clock: z.object({ ...table, ...search }),
  /** `SEARCH_REPLICAS`: of each index. `SEARCH_ROLES`: the ARNs of the roles that read and write documents, a JSON list. */
  keeper: z.object({
    ...table,
    ...search,
    SEARCH_REPLICAS: z.coerce.number().int().min(0).max(2),
    SEARCH_ROLES: json(z.array(z.string().startsWith("arn:"))),
  }),
  operator: z.object({ ...table, ...search }),
  /** `DOMAIN_NAME`: of the search domain whose state is noted. */
  watcher: z.object({ ...table, DOMAIN_NAME: z.string().min(1) }),
  rotation: z.object({}),
} as const satisfies Record<string, z.ZodObject>;

export type FunctionName = keyof typeof settings;
export type Settings<Name extends FunctionName> = z.output<(typeof settings)[Name]>;
/** Every name a function is told anything by. */
export type SettingName = { [Name in FunctionName]: keyof (typeof settings)[Name]["shape"] }[FunctionName];

/** @throws Error naming every setting that is missing or wrong. */
export const readSettings = <Name extends FunctionName>(
  name: Name,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Settings<Name> => {
  const { data, error } = settings[name].safeParse(variables);
  if (error) {
    const wrong = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new Error(`settings of ${name}: ${wrong.join("; ")}`);
  }
  return data as Settings<Name>;
};

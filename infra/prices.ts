// What the cloud asks for each thing the plan uses: list prices of one region, each with where and when it was read.

/** All prices are of this region, in this currency, before tax, without any free allowance, discount or commitment. */
export const priceList = { region: "us-east-1", currency: "USD" } as const;

export interface Price {
  readonly service: string;
  readonly what: string;
  /** What `per` of `unit` cost. */
  readonly dollars: number;
  readonly per: number;
  readonly unit: string;
  /** The provider's page for this price, or that nobody looked: then the figure is from memory. */
  readonly source: `https://${string}` | "not checked";
  /** How it was seen: in the provider's machine-readable price list as others published it, or on a stored copy of the page. */
  readonly seen: "price list" | "page" | "nowhere";
  /** The day it was read there, or written down here. */
  readonly date: string;
}

type Row = readonly [
  service: string,
  what: string,
  dollars: number,
  per: number,
  unit: string,
  source: Price["source"],
  seen: Price["seen"],
  date: string,
];

const aws = "https://aws.amazon.com";
const table = `${aws}/dynamodb/pricing/on-demand/` as const;
const search = `${aws}/opensearch-service/pricing/` as const;
const watch = `${aws}/cloudwatch/pricing/` as const;
const million = 1_000_000;

const rows = {
  tableWrite: ["DynamoDB", "writes", 0.625, million, "write units", table, "price list", "2026-09-29"],
  tableRead: ["DynamoDB", "reads", 0.125, million, "read units", table, "price list", "2026-09-29"],
  tableStorage: ["DynamoDB", "storage", 0.25, 1, "GB-months", table, "price list", "2026-09-29"],
  tableBackup: ["DynamoDB", "point-in-time recovery", 0.2, 1, "GB-months", "not checked", "nowhere", "2026-12-01"],
  t3Medium: ["OpenSearch", "t3.medium.search", 0.073, 1, "hours", search, "price list", "2026-10-01"],
  r7gLarge: ["OpenSearch", "r7g.large.search", 0.178, 1, "hours", search, "price list", "2026-10-01"],
  m7gLarge: ["OpenSearch", "m7g.large.search", 0.135, 1, "hours", search, "price list", "2026-10-01"],
  searchStorage: ["OpenSearch", "gp3 storage", 0.122, 1, "GB-months", search, "price list", "2026-06-27"],
  invocation: ["Lambda", "invocations", 0.2, million, "invocations", `${aws}/lambda/pricing/`, "page", "2026-09-20"],
  compute: ["Lambda", "arm64", 0.000_013_333_4, 1, "GB-seconds", `${aws}/lambda/pricing/`, "price list", "2025-12-01"],
  request: ["API Gateway", "HTTP API", 1, million, "requests", `${aws}/api-gateway/pricing/`, "page", "2026-09-20"],
  traffic: [
    "Data transfer",
    "to the internet",
    0.09,
    1,
    "GB",
    `${aws}/ec2/pricing/on-demand/`,
    "price list",
    "2026-09-29",
  ],
  logs: ["CloudWatch", "logs taken in", 0.5, 1, "GB", watch, "page", "2026-05-05"],
  logStorage: ["CloudWatch", "logs kept", 0.03, 1, "GB-months", watch, "page", "2026-05-05"],
  alarm: ["CloudWatch", "alarms", 0.1, 1, "alarms", watch, "page", "2026-05-05"],
  dashboard: ["CloudWatch", "dashboard", 3, 1, "dashboards", "not checked", "nowhere", "2026-12-01"],
  trace: ["X-Ray", "traces", 5, million, "traces", `${aws}/xray/pricing/`, "page", "2026-12-01"],
  files: ["S3", "storage", 0.023, 1, "GB-months", `${aws}/s3/pricing/`, "price list", "2026-09-29"],
  filePut: ["S3", "writes", 5, million, "requests", `${aws}/s3/pricing/`, "price list", "2026-09-29"],
  fileGet: ["S3", "reads", 0.4, million, "requests", `${aws}/s3/pricing/`, "price list", "2026-09-29"],
  secret: ["Secrets Manager", "secrets", 0.4, 1, "secrets", `${aws}/secrets-manager/pricing/`, "page", "2026-09-20"],
  secretCall: [
    "Secrets Manager",
    "calls",
    5,
    million,
    "calls",
    `${aws}/secrets-manager/pricing/`,
    "page",
    "2026-09-20",
  ],
  key: ["KMS", "keys of our own", 1, 1, "keys", "not checked", "nowhere", "2026-12-01"],
  keyCall: ["KMS", "calls", 3, million, "calls", "not checked", "nowhere", "2026-12-01"],
  endpoint: [
    "PrivateLink",
    "endpoints",
    0.01,
    1,
    "zone-hours",
    `${aws}/privatelink/pricing/`,
    "price list",
    "2026-08-20",
  ],
  endpointTraffic: ["PrivateLink", "traffic", 0.01, 1, "GB", `${aws}/privatelink/pricing/`, "page", "2026-12-01"],
  signIn: ["Cognito", "Essentials", 0.015, 1, "active users", `${aws}/cognito/pricing/`, "price list", "2026-09-29"],
  schedule: ["EventBridge Scheduler", "calls", 1, million, "calls", "not checked", "nowhere", "2026-12-01"],
  queue: ["SQS", "requests", 0.4, million, "requests", `${aws}/sqs/pricing/`, "price list", "2026-09-29"],
  notice: ["SNS", "e-mails", 2, 100_000, "e-mails", "not checked", "nowhere", "2026-12-01"],
} as const satisfies Record<string, Row>;

export type PriceName = keyof typeof rows;

const priceOf = ([service, what, dollars, per, unit, source, seen, date]: Row): Price => ({
  service,
  what,
  dollars,
  per,
  unit,
  source,
  seen,
  date,
});

export const prices = Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, priceOf(row)])) as Record<
  PriceName,
  Price
>;

// Asks an OpenSearch cluster: one door for all requests, where the engine's errors become those of the port.
import { SearchBusy, SearchRefused, SearchUnavailable } from "../port.ts";

export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: object;
  /** The lines of a bulk or multi-search body; a string is one already. */
  readonly lines?: readonly (object | string)[];
  /** Statuses beside 2xx that are an answer. */
  readonly allow?: readonly number[];
  /** Seconds until it is given up, where that is longer than usual. */
  readonly seconds?: number;
}

export interface Reply<T> {
  readonly status: number;
  readonly body: T;
}

export interface Cluster {
  /** Rejects with `SearchBusy` when the cluster has too much to do, `SearchRefused` when it will not do this, else with `SearchUnavailable`; never with a text of the engine's. */
  ask<T>(request: Request): Promise<Reply<T>>;
  close(): Promise<void>;
}

export interface ClusterOptions {
  /** With user and password in it where the cluster asks for them; requests to a domain of Amazon's are signed (AWS Signature Version 4). */
  readonly url: string;
  /** Until a request is given up; 10 where it is not said. */
  readonly seconds?: number | undefined;
}

/** Of what only reads: a connection may end just as it is used, and a node be away for a moment. Who writes tries again himself. */
const retries = 1;
const usualSeconds = 10;

/** The client is loaded with the first cluster, so that whoever needs none does not pay for it. */
export async function openCluster({ url, seconds: usual = usualSeconds }: ClusterOptions): Promise<Cluster> {
  const { Client } = await import("@opensearch-project/opensearch");
  const region = regionOf(url);
  const client = new Client({
    node: url,
    disablePrototypePoisoningProtection: true,
    ...(region && (await signer(region))),
  });
  return {
    async ask<T>(request: Request): Promise<Reply<T>> {
      const { method, path, query, body, lines, allow = [], seconds = usual } = request;
      const parameters = {
        method,
        path,
        ...(query && { querystring: { ...query } }),
        ...(body && { body }),
        ...(lines && { bulkBody: lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))) }),
      };
      try {
        const maxRetries = path.endsWith("/_bulk") ? 0 : retries;
        const options = { requestTimeout: seconds * 1_000, ignore: [...allow], maxRetries };
        const answer = await client.transport.request(parameters, options);
        return { status: answer.statusCode ?? 0, body: answer.body as T };
      } catch (error) {
        throw refusal(statusOf(error), error);
      }
    },
    close: () => client.close(),
  };
}

/** The region of a domain of Amazon OpenSearch Service, by its address; nothing for any other cluster. */
export function regionOf(url: string): string | undefined {
  return /\.([a-z0-9-]+)\.es\.amazonaws\.com(\.cn)?$/.exec(new URL(url).hostname)?.[1];
}

async function signer(region: string) {
  const { AwsSigv4Signer } = await import("@opensearch-project/opensearch/aws-v3");
  const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
  return AwsSigv4Signer({ region, service: "es", getCredentials: () => defaultProvider()() });
}

/** The error of the port for an answer of the engine's, or for none. */
export function refusal(status: number | undefined, cause: unknown): SearchUnavailable {
  if (status === 429) return new SearchBusy(cause);
  return status === 400 || status === 413 ? new SearchRefused(cause) : new SearchUnavailable(cause);
}

function statusOf(error: unknown): number | undefined {
  const { statusCode } = (error ?? {}) as { statusCode?: number };
  return statusCode;
}

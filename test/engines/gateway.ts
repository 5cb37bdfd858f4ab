// An HTTP API of API Gateway on this machine: requests become events of payload format 2.0, the authorizer says who asks, the function answers.
import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { LambdaFunction } from "./lambda.ts";

export interface Gateway {
  fetch: (request: Request) => Promise<Response>;
}

interface Functions {
  api: Pick<LambdaFunction, "invoke">;
  authorizer: Pick<LambdaFunction, "invoke">;
}

/** What needs no authorizer: the routes of health. */
const isOpen = (path: string): boolean => path.startsWith("/health/");

/** Text goes as it is, anything else in base64; what it does with bytes that are no text but say so is not documented. */
const isText = (type: string, bytes: Buffer): boolean =>
  isUtf8(bytes) && (/^text\/|json|xml|javascript|urlencoded/.test(type) || type === "");

/** Names in small letters, several values joined by commas, as the gateway has them. */
const eventOf = async (request: Request, url: URL) => {
  const { cookie, ...headers } = Object.fromEntries(request.headers) as Record<string, string>;
  const bytes = Buffer.from(await request.arrayBuffer());
  const isBase64Encoded = bytes.length > 0 && !isText(headers["content-type"] ?? "", bytes);
  const time = new Date();
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split("; ") }),
    headers: { ...headers, host: url.host, ...(bytes.length > 0 && { "content-length": String(bytes.length) }) },
    ...(url.search.length > 1 && { queryStringParameters: Object.fromEntries(url.searchParams) }),
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      domainName: url.host,
      domainPrefix: "local",
      http: {
        method: request.method,
        path: url.pathname,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: "$default",
      stage: "$default",
      time: time.toISOString(),
      timeEpoch: time.getTime(),
    },
    ...(bytes.length > 0 && { body: bytes.toString(isBase64Encoded ? "base64" : "utf8") }),
    isBase64Encoded,
  };
};

type Event = Awaited<ReturnType<typeof eventOf>>;

const authorized = async (event: Event, authorizer: Functions["authorizer"]): Promise<Event | undefined> => {
  if (isOpen(event.rawPath)) return event;
  const { body: _, isBase64Encoded: __, ...asked } = event;
  const request = { ...asked, type: "REQUEST", routeArn: "arn:aws:execute-api:local", identitySource: null };
  const said = await authorizer.invoke<{ isAuthorized: boolean; context?: object }>(request);
  const { requestContext } = event;
  return said.isAuthorized
    ? { ...event, requestContext: Object.assign(requestContext, { authorizer: { lambda: said.context ?? {} } }) }
    : undefined;
};

/** What the gateway answers by itself is not ours: a `message`, no problem details. */
const own = (status: number, message: string): Response => Response.json({ message }, { status });

const responseOf = (result: APIGatewayProxyStructuredResultV2): Response => {
  const { statusCode = 200, headers = {}, body = "", isBase64Encoded } = result;
  const isEmpty = statusCode === 204 || statusCode === 304;
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  const answer = new Response(isEmpty ? null : bytes, { status: statusCode });
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, String(value));
  return answer;
};

export const openGateway = ({ api, authorizer }: Functions): Gateway => ({
  fetch: async (request) => {
    const event = await eventOf(request, new URL(request.url));
    try {
      const passed = await authorized(event, authorizer);
      if (!passed) return own(403, "Forbidden");
      return responseOf(await api.invoke<APIGatewayProxyStructuredResultV2>(passed));
    } catch {
      return own(500, "Internal Server Error");
    }
  },
});

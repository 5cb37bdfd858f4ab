// The contract: OpenAPI 3.1 as JSON, and a page to read it from our own origin.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Door } from "./door.ts";

const info = {
  title: "联创 Lianchuang",
  version: "1",
  description:
    "Cases, members and search of the alliance. Errors are problem details (RFC 9457) in the language of Accept-Language. " +
    "A change names the revision it read in If-Match; a command carries an Idempotency-Key and has its effect once. " +
    "Lists and search come a moment late: what was just written may be missing there, and is read at once by its id.",
};

export const openApiDocument = (app: OpenAPIHono<Door>) => {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
  });
  return app.getOpenAPI31Document({ openapi: "3.1.0", info, servers: [{ url: "/" }] });
};

const page = `<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>联创 API</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`;
const start = `SwaggerUIBundle({ url: "/v1/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });`;
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

const asset = (name: string) => readFile(createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`));

export const docs = (app: OpenAPIHono<Door>): void => {
  let document: string | undefined;
  app.get("/v1/openapi.json", (c) => {
    document ??= JSON.stringify(openApiDocument(app));
    return c.body(document, 200, { "content-type": "application/json; charset=utf-8", "cache-control": "no-cache" });
  });
  for (const path of ["/", "/docs/"]) app.get(path, (c) => c.redirect("/docs", 308));
  app.get("/docs", (c) => c.html(page, 200, { "content-security-policy": policy }));
  app.get("/docs/start.js", (c) => c.body(start, 200, { "content-type": "text/javascript; charset=utf-8" }));
  for (const [name, type] of [
    ["swagger-ui.css", "text/css"],
    ["swagger-ui-bundle.js", "text/javascript"],
  ] as const)
    app.get(`/docs/${name}`, async (c) =>
      c.body(new Uint8Array(await asset(name)), 200, {
        "content-type": `${type}; charset=utf-8`,
        "cache-control": "max-age=86400",
      }),
    );
};

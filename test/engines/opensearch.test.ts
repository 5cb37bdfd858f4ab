// What search will lean on in a real OpenSearch: whole documents under versions of our own, kept through a crash.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { startOpenSearch } from "./opensearch.ts";

const shared = inject("openSearch") ?? "";

const ask = async (url: string, method: string, path: string, body?: string) => {
  const type = path.endsWith("_bulk") ? "application/x-ndjson" : "application/json";
  const answer = await fetch(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { body, headers: { "content-type": type } }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const newName = (): string => `t${crypto.randomUUID().slice(0, 8)}`;

describe("the search engine of the run", () => {
  it("is the version the cloud runs, one healthy node that listens on loopback", async () => {
    expect((await ask(shared, "GET", "/")).body).toMatchObject({
      version: { distribution: "opensearch", number: "3.8.0" },
    });
    expect((await ask(shared, "GET", "/_cluster/health")).body).toMatchObject({ number_of_nodes: 1, timed_out: false });
    expect(new URL(shared).hostname).toBe("127.0.0.1");
  });

  it("takes a document under a greater external version only, and says of each in a bulk what became of it", async () => {
    const index = newName();
    const put = (version: number) =>
      ask(shared, "PUT", `/${index}/_doc/a?version=${version}&version_type=external`, `{"version":${version}}`);
    expect([(await put(5)).status, (await put(4)).status, (await put(5)).status]).toEqual([201, 409, 409]);
    const lines = [4, 6].flatMap((version) => [
      JSON.stringify({ index: { _index: index, _id: "a", version, version_type: "external" } }),
      JSON.stringify({ version }),
    ]);
    const { body } = await ask(shared, "POST", "/_bulk", `${lines.join("\n")}\n`);
    expect(body["items"]).toMatchObject([
      { index: { status: 409, error: { type: "version_conflict_engine_exception" } } },
      { index: { status: 200, _version: 6 } },
    ]);
    expect((await ask(shared, "GET", `/${index}/_doc/a`)).body).toMatchObject({ _source: { version: 6 } });
  });

  it("finds tokens that we cut, whole, in whitespace-analysed fields", async () => {
    const index = newName();
    const mapping = { mappings: { properties: { w: { type: "text", analyzer: "whitespace" } } } };
    expect((await ask(shared, "PUT", `/${index}`, JSON.stringify(mapping))).status).toBe(200);
    await ask(shared, "PUT", `/${index}/_doc/a?refresh=true`, JSON.stringify({ w: "果蔬 保鲜 6063-t5" }));
    const found = async (w: string) => {
      const { body } = await ask(shared, "POST", `/${index}/_count`, JSON.stringify({ query: { match: { w } } }));
      return body["count"];
    };
    expect([await found("保鲜"), await found("6063-t5"), await found("保"), await found("6063")]).toEqual([1, 1, 0, 0]);
  });

  it("has the Chinese analyser that serves as a baseline", async () => {
    const analysed = JSON.stringify({ analyzer: "smartcn", text: "果蔬保鲜技术" });
    const { body } = await ask(shared, "POST", "/_analyze", analysed);
    expect((body["tokens"] as { token: string }[]).map(({ token }) => token)).toEqual(["果", "蔬", "保鲜", "技术"]);
  });
});

describe("a node of one's own", () => {
  it("keeps what it acknowledged through kill -9, and starts again on the same data and port", async () => {
    const folder = mkdtempSync(join(tmpdir(), "opensearch-"));
    const first = await startOpenSearch(folder, { brief: true });
    try {
      expect((await ask(first.url, "PUT", "/kept/_doc/a?version=7&version_type=external", "{}")).status).toBe(201);
    } finally {
      await first.kill();
    }
    const second = await startOpenSearch(folder, { brief: true, port: Number(new URL(first.url).port) });
    try {
      expect(second.url).toBe(first.url);
      await ask(second.url, "GET", "/_cluster/health?wait_for_status=yellow");
      expect((await ask(second.url, "GET", "/kept/_doc/a")).body).toMatchObject({ found: true, _version: 7 });
    } finally {
      await second.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

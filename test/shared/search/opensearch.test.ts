// The door to an OpenSearch cluster, without one: whose requests are signed.
import { describe, expect, it } from "vitest";
import { regionOf } from "../../../packages/shared/src/search/opensearch/client.ts";

describe("requests", () => {
  it.each([
    ["https://search-alliance-abc123.cn-north-1.es.amazonaws.com.cn", "cn-north-1"],
    ["https://vpc-alliance-abc123.eu-central-1.es.amazonaws.com", "eu-central-1"],
    ["https://vpc-alliance-abc123.eu-central-1.es.amazonaws.com.example.org", undefined],
    ["https://es.amazonaws.com.example.org", undefined],
    ["http://127.0.0.1:9200", undefined],
  ])("to %s are signed for %s", (url, region) => {
    expect(regionOf(url)).toBe(region);
  });
});

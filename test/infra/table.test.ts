// What the plan promises of the table in the cloud: nothing is lost by a slip, and it holds the indexes the code asks.
import { indexes, timeToLive } from "@lianchuang/shared/indexes";
import { describe, expect, it } from "vitest";
import { draw, ofType } from "../support/stage.ts";

describe("the table in the cloud", () => {
  const { stage, all } = draw("pilot");
  const tables = Object.fromEntries(ofType(all, "AWS::DynamoDB::Table"));
  const table = tables["AllianceTable"];
  const properties = table?.Properties ?? {};

  it("is one, by an id that never changes", () => {
    expect(Object.keys(tables)).toEqual(["AllianceTable"]);
    expect(properties).not.toHaveProperty("TableName");
  });

  it("outlives its stack and every slip of a hand", () => {
    expect(table).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
    expect(properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(stage.data.terminationProtection).toBe(true);
  });

  it("has the keys every item is written under", () => {
    expect(properties["KeySchema"]).toEqual([
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ]);
  });

  it("holds every index the code asks and no other", () => {
    const names = properties["GlobalSecondaryIndexes"].map(({ IndexName }: { IndexName: string }) => IndexName);
    expect(names).toEqual(Object.keys(indexes));
  });

  it.each(Object.entries(indexes))("answers %s by its keys, with what it declares and no more", (name, index) => {
    expect(properties["GlobalSecondaryIndexes"]).toContainEqual({
      IndexName: name,
      KeySchema: [
        { AttributeName: name, KeyType: "HASH" },
        { AttributeName: `${name}Sort`, KeyType: "RANGE" },
      ],
      Projection:
        "include" in index
          ? { ProjectionType: "INCLUDE", NonKeyAttributes: index.include }
          : { ProjectionType: "KEYS_ONLY" },
    });
  });

  it("streams keys, forgets what is over, is encrypted and costs by use", () => {
    expect(properties).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamViewType: "KEYS_ONLY" },
      TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
      SSESpecification: { SSEEnabled: true },
    });
  });
});

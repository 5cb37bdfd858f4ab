// The table's stream brings the index up to the table, whatever becomes of its records on the way: they are those of a real stream.
import { UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { changeCase, draftCase, publishCase, submitCase, withdrawCase } from "@lianchuang/shared/cases";
import type { SearchIndex } from "@lianchuang/shared/search";
import { listAlerts, saveSearch } from "@lianchuang/shared/searches";
import { key, readMany } from "@lianchuang/shared/table";
import type { DynamoDBRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { describeThings } from "../../functions/api/things.ts";
import { audit } from "../../functions/indexer/audit.ts";
import { keepUp } from "../../functions/indexer/keep-up.ts";
import { raiseDue } from "../../functions/indexer/raise-due.ts";
import { redrive } from "../../functions/indexer/redrive.ts";
import { clientFor } from "../../packages/local/src/engine.ts";
import { deliver, numberOf } from "../support/event-source.ts";
import { indexerOf } from "../support/functions.ts";
import { newIndex, type OwnIndex } from "../support/index.ts";
import { newTable, newWorld, system, type World } from "../support/world.ts";

let world: World;
let own: OwnIndex;
let index: SearchIndex;
let stream: string;
beforeEach(async () => {
  const table = await newTable();
  // As the table of the cloud has it.
  const StreamSpecification = { StreamEnabled: true, StreamViewType: "NEW_IMAGE" } as const;
  const enable = new UpdateTableCommand({ TableName: table.name, StreamSpecification });
  stream = (await table.client.send(enable)).TableDescription?.LatestStreamArn ?? "";
  world = await newWorld(table);
  own = await newIndex();
  index = own.index;
});
afterEach(() => own.close());

/** Everything the stream holds, as an event source hands it over. */
const readStream = async (): Promise<DynamoDBRecord[]> => {
  const streams = new DynamoDBStreamsClient(clientFor(inject("endpoint")));
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: stream }));
  const found: DynamoDBRecord[] = [];
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const from = { StreamArn: stream, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
    let { ShardIterator } = await streams.send(new GetShardIteratorCommand(from));
    for (let isEmpty = false; ShardIterator !== undefined && !isEmpty; ) {
      const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator }));
      found.push(...Records.map((record) => JSON.parse(JSON.stringify(record)) as DynamoDBRecord));
      ShardIterator = NextShardIterator;
      isEmpty = Records.length === 0;
    }
  }
  return found;
};

const handler = () => indexerOf(world, () => index);

/** Cases in all states, changed several times. */
const writeMuch = async (): Promise<string[]> => {
  const [author, secretary] = [world.as(world.engineer), world.as(world.secretary)];
  const ids: string[] = [];
  for (let at = 0; at < 8; at++) {
    const { head } = await draftCase(author, { title: `磨削烧伤 ${at}`, body: "正文", audience: "members" });
    const { id } = head;
    ids.push(id);
    await changeCase(author, { id, revision: 1 }, { title: `磨削烧伤的抑制 ${at}` });
    if (at % 2 === 1) continue;
    await submitCase(author, { id, revision: 2 });
    await publishCase(secretary, { id, revision: 3 });
    if (at % 4 === 0) await withdrawCase(secretary, { id, revision: 4 }, {});
  }
  return ids;
};
const differences = async (): Promise<string[]> =>
  (await audit(world.table, index)).differences.map((difference) => `${difference.what} ${difference.key}`);
const now = (): string => new Date().toISOString();

describe("the records of a stream", () => {
  it.each<[how: string, arranged: (all: DynamoDBRecord[]) => DynamoDBRecord[]]>([
    ["in order", (all) => all],
    ["each twice", (all) => all.flatMap((record) => [record, record])],
    ["once more from the beginning", (all) => [...all, ...all]],
    ["shuffled", (all) => all.toSorted((one, other) => (scattered(one) < scattered(other) ? -1 : 1))],
    ["backwards, the oldest late", (all) => all.toReversed()],
  ])("bring the index up to the table when they come %s", async (_how, arranged) => {
    await writeMuch();
    const { dead } = await deliver(await handler(), arranged(await readStream()));
    expect([dead, await differences()]).toEqual([[], []]);
  });

  it("that cannot be read are given up alone, after six tries, and all others are taken", async () => {
    await writeMuch();
    const all = await readStream();
    const poison = (at: number, dynamodb: DynamoDBRecord["dynamodb"]): DynamoDBRecord => ({
      ...all[at],
      dynamodb: { ...dynamodb, SequenceNumber: `${numberOf(all[at] as DynamoDBRecord)}1` },
    });
    const bad = [poison(3, {}), poison(20, { Keys: { pk: { N: "7" }, sk: { S: "event#0000000001" } } })];
    const others = [poison(5, { Keys: { pk: { S: "what#ever" }, sk: { S: "event#1" } } })];
    const mixed = [...all, ...bad, ...others].toSorted((one, other) => (numberOf(one) < numberOf(other) ? -1 : 1));
    const { dead, tries } = await deliver(await handler(), mixed);
    expect(dead.map(numberOf)).toEqual(bad.map(numberOf));
    // To split down to it costs a few more, which are no tries of its own.
    for (const record of bad) expect(tries.get(numberOf(record))).toBeLessThan(20);
    expect(await differences()).toEqual([]);
  });

  it("of a thing that cannot be read are taken, the thing is set aside and listed, and mended by reading it again", async () => {
    const [id = ""] = await writeMuch();
    const [head] = await readMany(world.table, [key(id)]);
    const put = (Item: object) => world.table.client.send(new PutCommand({ TableName: world.table.name, Item }));
    await put({ ...head, state: "nonsense" });
    const { dead } = await deliver(await handler(), await readStream());
    expect(dead).toEqual([]);
    expect((await index.setAside()).map((each) => each.id)).toEqual([id]);
    await put({ ...head });
    expect(await redrive(world.table, index)).toMatchObject([{ id, outcome: "mended" }]);
    expect([await index.setAside(), await differences()]).toEqual([[], []]);
  });

  it("all fail while an engine is away, however long, and are taken once it is back", async () => {
    await writeMuch();
    const all = await readStream();
    const away = await indexerOf(world);
    for (let time = 0; time < 2; time++) {
      const { batchItemFailures } = await away({ Records: all });
      expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(all.map(numberOf));
    }
    const back = await handler();
    expect(await back({ Records: all })).toEqual({ batchItemFailures: [] });
    expect(await differences()).toEqual([]);
  });

  it("that were trimmed before anybody read them are made up for from the event log", async () => {
    const began = now();
    await writeMuch();
    await deliver(await handler(), await readStream());
    await index.write([], { checkpoint: now() });
    const since = (await index.checkpoint()) ?? "";
    await writeMuch();
    // More than a day passed: nobody is handed these records any more.
    expect((await differences()).length).toBe(6);
    await keepUp(world.table, index, since, now());
    expect([await differences(), (await index.checkpoint()) ?? ""]).toEqual([[], expect.stringMatching(/^20/)]);
    expect(since > began).toBe(true);
  });

  it("raise an alert once for a thing, though they come again and again", async () => {
    const { id } = await saveSearch(world.as(world.engineer), {
      name: "订阅",
      query: { q: "磨削" },
      state: "watching",
    });
    await deliver(await handler(), await readStream());
    const ids = await writeMuch();
    for (let round = 0; round < 3; round++) {
      await deliver(await handler(), await readStream());
      await raiseDue(world.as(system), index, (_, error) => {
        throw error;
      });
    }
    const { items } = await listAlerts(world.as(world.engineer), id, { limit: 50 }, describeThings);
    const seen = ids.filter((_, at) => at % 4 !== 0);
    expect(items.map((alert) => alert.id).toSorted()).toEqual(expect.arrayContaining(seen.toSorted()));
    expect(new Set(items.map((alert) => alert.id)).size).toBe(items.length);
  });
});

/** An order that has nothing to do with time. */
const scattered = (record: DynamoDBRecord): string => Array.from(numberOf(record)).toReversed().join("");

// A store of every format that was ever released opens, with all that is in it; a newer one is refused by name (I37).
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { unzipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";
import { FORMAT } from "../../../src/engine/store/format.ts";
import { Store } from "../../../src/engine/store.ts";

let directory: string;
let engine: Engine | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lamp-golden-"));
});

afterEach(async () => {
  await engine?.close();
  engine = undefined;
  rmSync(directory, { recursive: true, force: true });
});

function unpack(format: number): void {
  const zip = readFileSync(join(import.meta.dirname, "golden", `format-${format}.zip`));
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), bytes);
  }
}

const database = () => join(directory, "engine.db");
const versionOf = () => {
  const opened = new DatabaseSync(database());
  const version = Number(opened.prepare("PRAGMA user_version").get()?.["user_version"]);
  opened.close();
  return version;
};

/** All that make-golden.ts put in: what waited fires or runs now. */
async function expectAllOfIt(): Promise<void> {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 7, 0, 30));
  engine = await startEngine({ directory, clock });
  await engine.settle();
  const place = {
    endpoint: engine.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "k", secretAccessKey: "s" },
  };
  const [sqs, dynamodb, s3] = [
    new SQSClient(place),
    new DynamoDBClient(place),
    new S3Client({ ...place, forcePathStyle: true }),
  ];
  const QueueUrl = `${engine.endpoint}/000000000000/golden`;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(Messages.map(({ Body }) => Body).sort()).toEqual(["a dead letter", "fired"]);
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: "golden", Key: { pk: { S: "item" } } }));
  expect(Item).toEqual({ pk: { S: "item" }, n: { N: "1" } });
  for (const [Key, text] of Object.entries({ small: "small", large: "large ".repeat(20_000) })) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "golden", Key }));
    expect(await Body?.transformToString()).toBe(text);
  }
  const waiting = engine.store.get<{ n: number }>("SELECT count(*) AS n FROM lambda_events");
  expect(waiting).toEqual({ n: 0 });
  for (const client of [sqs, dynamodb, s3]) client.destroy();
}

test.each([1])("S14 nothing of a store of format %i is lost, and it is brought up", async (format) => {
  unpack(format);
  await expectAllOfIt();
  await engine?.close();
  expect(versionOf()).toBe(FORMAT);
  expect(existsSync(`${database()}-sums`)).toBe(true);
});

test("S15 a store of a newer format is not opened, nor changed", () => {
  Store.open(database()).close();
  const opened = new DatabaseSync(database());
  opened.exec(`PRAGMA user_version = ${FORMAT + 1}`);
  opened.close();
  const before = readFileSync(database());
  expect(() => Store.open(database())).toThrow(new RegExp(`format ${FORMAT + 1}; this version reads up to ${FORMAT}`));
  expect(readFileSync(database()).equals(before)).toBe(true);
});

test("S16 no statement of bringing an older store up is one after which a kill leaves it unusable", async () => {
  const points = [
    "bringing-up 1",
    "bringing-up 2",
    "bringing-up 3",
    "bringing-up 4",
    "bringing-up 5",
    "bringing-up 6",
    "making-store 1",
    "making-store 2",
    "sums-written 1",
  ];
  for (const point of points) {
    for (const end of ["", "-wal", "-sums"]) rmSync(`${database()}${end}`, { force: true });
    unpack(1);
    const runner = join(import.meta.dirname, "..", "crash", "run-engine.ts");
    const { signal } = spawnSync(process.execPath, [runner, directory, ...point.split(" ")], { stdio: "ignore" });
    expect(signal, point).toBe("SIGKILL");
    await expectAllOfIt();
    await engine?.close();
    engine = undefined;
    expect(versionOf(), point).toBe(FORMAT);
  }
}, 60_000);

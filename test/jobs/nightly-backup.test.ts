// The nightly backup against the engine: what it wrote brings the table back, and what is damaged or half done is no backup.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Manifest } from "../../jobs/backup/manifest.ts";
import { restoreBackup } from "../../jobs/backup/restore.ts";
import backup from "../../jobs/nightly-backup.ts";
import { attemptOf, type Item, type JobBench, openJobBench } from "./job-bench.ts";

let bench: JobBench;
beforeAll(async () => {
  bench = await openJobBench();
});
afterAll(() => bench.close());

/** Of all types, and each large enough that a Scan takes several pages. */
function itemsOf(count: number): Item[] {
  return Array.from({ length: count }, (_, index) => ({
    pk: { S: `item-${String(index).padStart(5, "0")}` },
    text: { S: `ü\n"${"x".repeat(20_000)}` },
    amount: { N: "12345678901234567890.123" },
    bytes: { B: new Uint8Array([0, 255, index % 256]) },
    set: { NS: ["1", "2"] },
    nested: { M: { $bytes: { S: "no mark" }, list: { L: [{ NULL: true }, { BOOL: false }] } } },
  }));
}

const folder = (table: string, time: string) => `backups/${table}/${time}/`;
const DUE = "2027-03-01T02:30:00Z";
const NIGHT = "2027-03-01T02-30-00Z";
const inputFor = (table: string, more: object = {}) => ({
  table,
  bucket: `bucket-${table}`,
  prefix: "backups/",
  keep: 3,
  partBytes: 500_000,
  ...more,
});

describe("a backup", () => {
  test("does not lose or change an item on its way back, and is whole in its own words", async () => {
    const items = itemsOf(120);
    await bench.table("orders", items);
    const told: number[] = [];
    const { result } = await attemptOf(backup, inputFor("orders"), {
      due: DUE,
      onProgress: (done) => void told.push(done),
    });
    const generation = folder("orders", NIGHT);
    expect(result).toMatchObject({ generation, items: 120, dropped: 0 });
    const manifest = JSON.parse(await bench.text("bucket-orders", `${generation}manifest.json`)) as Manifest;
    expect(manifest.parts.length).toBeGreaterThan(1);
    expect(told).toEqual(manifest.parts.map((_, index) => index + 1));
    expect(manifest.parts.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
    expect((await bench.keys("bucket-orders")).some((key) => key.endsWith("checkpoint.json"))).toBe(false);

    await bench.table("orders-restored", []);
    const { s3, dynamodb } = bench;
    const restore = { s3, dynamodb, bucket: "bucket-orders", generation, table: "orders-restored" };
    expect(await restoreBackup(restore)).toEqual({ items: 120 });
    expect(await bench.items("orders-restored")).toEqual(await bench.items("orders"));
    expect(await restoreBackup(restore)).toEqual({ items: 120 });
    expect(await bench.items("orders-restored")).toHaveLength(120);
  });

  test("does not start over after a kill, nor write a part twice", async () => {
    await bench.table("killed", itemsOf(120));
    const kill = new AbortController();
    const first = attemptOf(backup, inputFor("killed"), {
      due: DUE,
      signal: kill.signal,
      onProgress: (done) => void (done === 2 && kill.abort(new Error("deadline"))),
    });
    await expect(first).rejects.toThrow("deadline");
    const generation = folder("killed", NIGHT);
    expect(await bench.keys("bucket-killed")).toEqual([
      `${generation}checkpoint.json`,
      `${generation}part-00000.ndjson.gz`,
      `${generation}part-00001.ndjson.gz`,
    ]);
    const told: number[] = [];
    const second = await attemptOf(backup, inputFor("killed"), {
      due: DUE,
      onProgress: (done) => void told.push(done),
    });
    expect(told[0]).toBe(3);
    expect(second.result).toMatchObject({ items: 120 });
  });

  test("does not do it again for a night that is done", async () => {
    await bench.table("done", itemsOf(3));
    const first = await attemptOf(backup, inputFor("done"), { due: DUE });
    await bench.dynamodb.send(new (await import("@aws-sdk/client-dynamodb")).DeleteTableCommand({ TableName: "done" }));
    expect((await attemptOf(backup, inputFor("done"), { due: DUE })).result).toEqual(first.result);
  });

  test("does not keep more generations than it is told, nor count half ones, nor touch other tables'", async () => {
    await bench.table("kept", itemsOf(1));
    await bench.bucket("bucket-kept");
    await bench.put("bucket-kept", `${folder("kept", "2027-02-01T02-30-00Z")}part-00000.ndjson.gz`, "half, old");
    await bench.put("bucket-kept", `${folder("kept2", "2027-01-01T02-30-00Z")}manifest.json`, "{}");
    for (const day of ["01", "02", "03", "04"]) {
      await attemptOf(backup, inputFor("kept", { keep: 2 }), { due: `2027-03-${day}T02:30:00Z` });
    }
    const generations = new Set((await bench.keys("bucket-kept")).map((key) => key.split("/").slice(1, 3).join("/")));
    expect([...generations]).toEqual([
      "kept/2027-03-03T02-30-00Z",
      "kept/2027-03-04T02-30-00Z",
      "kept2/2027-01-01T02-30-00Z",
    ]);
  });

  test("is not brought back when a byte of it was changed, or when it is not whole", async () => {
    await bench.table("damaged", itemsOf(5));
    await attemptOf(backup, inputFor("damaged"), { due: DUE });
    const generation = folder("damaged", NIGHT);
    await bench.table("damaged-restored", []);
    const { s3, dynamodb } = bench;
    const restore = { s3, dynamodb, bucket: "bucket-damaged", generation, table: "damaged-restored" };
    await bench.put("bucket-damaged", `${generation}part-00000.ndjson.gz`, createHash("sha256").digest());
    await expect(restoreBackup(restore)).rejects.toThrow("its bytes are not the backup's");
    expect(await bench.items("damaged-restored")).toEqual([]);
    await expect(restoreBackup({ ...restore, generation: folder("damaged", "never") })).rejects.toThrow("no manifest");
  });
});

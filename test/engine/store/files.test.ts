// The files of a store while it is in use: one owner, nobody else's eyes, any path, and no acknowledgement once they are gone.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";
import { Store } from "../../../src/engine/store.ts";

let folder: string;
let engine: Engine | undefined;
let child: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lamp-files-"));
});

afterEach(async () => {
  child?.kill("SIGKILL");
  child = undefined;
  await engine?.close();
  engine = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const clientOf = ({ endpoint }: Engine) =>
  new SQSClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "k", secretAccessKey: "s" },
    maxAttempts: 1,
  });

async function engineElsewhere(directory: string): Promise<ChildProcess> {
  const runner = join(import.meta.dirname, "..", "crash", "run-engine.ts");
  child = spawn(process.execPath, [runner, directory], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout ?? child, "data");
  return child;
}

describe("one owner", () => {
  test("P15 S20 no second engine gets the store, be it in this process or another", async () => {
    await engineElsewhere(folder);
    await expect(startEngine({ directory: folder })).rejects.toMatchObject({ code: "store-locked" });
    expect(() => Store.open(join(folder, "engine.db"))).toThrow("one store has one owner");
  });

  test("P15 no engine of the same process gets it twice, and the first is not disturbed", async () => {
    engine = await startEngine({ directory: folder });
    await expect(startEngine({ directory: folder })).rejects.toMatchObject({ code: "store-locked" });
    const sqs = clientOf(engine);
    await sqs.send(new CreateQueueCommand({ QueueName: "mine" }));
    sqs.destroy();
    await expect(startEngine({ directory: folder })).rejects.toMatchObject({ code: "store-locked" });
  });

  test("P16 no note of a killed engine keeps the next one out, whoever has its process id now", async () => {
    const killed = await engineElsewhere(folder);
    writeFileSync(join(folder, "engine.json"), JSON.stringify({ pid: process.pid, endpoint: "http://127.0.0.1:1" }));
    const ended = once(killed, "exit");
    killed.kill("SIGKILL");
    await ended;
    engine = await startEngine({ directory: folder });
    expect(engine.port).toBeGreaterThan(0);
  });
});

test("S12 no SQLite is used that can lose a log when it is begun anew (before 3.51.3)", () => {
  const [major = 0, minor = 0, patch = 0] = (process.versions["sqlite"] ?? "").split(".").map(Number);
  expect(major * 1_000_000 + minor * 1_000 + patch).toBeGreaterThanOrEqual(3_051_003);
});

describe("files gone while in use", () => {
  const losses: readonly [string, string, (directory: string) => void][] = [
    ["database deleted", "engine.db", (directory) => rmSync(join(directory, "engine.db"))],
    ["log deleted", "engine.db-wal", (directory) => rmSync(join(directory, "engine.db-wal"))],
    ["folder deleted", "engine.db", (directory) => rmSync(directory, { recursive: true })],
    ["folder moved", "engine.db", (directory) => renameSync(directory, `${directory}-moved`)],
  ];
  test.each(losses)("S10 %s: no change is acknowledged, and no new store made", async (_, lost, lose) => {
    const directory = join(folder, "store");
    engine = await startEngine({ directory });
    const sqs = clientOf(engine);
    await sqs.send(new CreateQueueCommand({ QueueName: "kept" }));
    lose(directory);
    for (const QueueName of ["lost", "lost-too"]) {
      await expect(sqs.send(new CreateQueueCommand({ QueueName }))).rejects.toMatchObject({
        $metadata: { httpStatusCode: 500 },
      });
    }
    await engine.close();
    sqs.destroy();
    expect(existsSync(join(directory, lost))).toBe(false);
  });
});

describe("any path", () => {
  test.each(["with spaces and 'quotes\"", "émoji 💡 and ünïcode", "per%20cent?query#hash", `${"long".repeat(50)}`])(
    "S18 no store at %s is out of reach",
    async (name) => {
      const directory = join(folder, name, "state");
      for (let times = 0; times < 2; times++) {
        engine = await startEngine({ directory });
        const sqs = clientOf(engine);
        if (times === 0) await sqs.send(new CreateQueueCommand({ QueueName: "kept" }));
        expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toHaveLength(1);
        sqs.destroy();
        await engine.close();
      }
    },
  );

  test("S18 no link to a store is a second store", async () => {
    const directory = join(folder, "real");
    engine = await startEngine({ directory });
    symlinkSync(directory, join(folder, "link"));
    await expect(startEngine({ directory: join(folder, "link") })).rejects.toMatchObject({ code: "store-locked" });
  });
});

describe.skipIf(process.platform === "win32")("nobody else's eyes", () => {
  const modes = (directory: string) =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mode & 0o777);

  test("S19 no file of a new store is open to others", async () => {
    const directory = join(folder, "store");
    engine = await startEngine({ directory });
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(new Set(modes(directory))).toEqual(new Set([0o600]));
  });

  test("S19 no store that is open to others stays so", async () => {
    const directory = join(folder, "store");
    mkdirSync(directory);
    Store.open(join(directory, "engine.db")).close();
    chmodSync(directory, 0o777);
    for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0o666);
    engine = await startEngine({ directory });
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(new Set(modes(directory))).toEqual(new Set([0o600]));
  });
});

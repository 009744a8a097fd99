// A damaged store is refused by the name of its damaged file, never served and never silently empty (I36, S08, S09).
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { copyTo, judge, type KeptStore, keepStore, sealOf } from "./kept-store.ts";

const scratch = mkdtempSync(join(tmpdir(), "lamp-damage-"));
const copy = join(scratch, "copy");
let kept: KeptStore;

beforeAll(async () => {
  const live = join(scratch, "live");
  let before = 0;
  kept = await keepStore(scratch, 400, async () => {
    before ||= sealOf(live);
    await vi.waitFor(() => expect(sealOf(live)).toBeGreaterThan(before));
  });
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const bytesOf = (file: string) => {
  const bytes = kept.files.get(file);
  if (!bytes) throw new RangeError(`no file ${file} among ${[...kept.files.keys()].join(", ")}`);
  return Buffer.from(bytes);
};

async function afterFlip(file: string, byte: number, bit: number) {
  copyTo(kept, copy);
  const bytes = bytesOf(file);
  bytes[byte] = (bytes[byte] ?? 0) ^ (1 << bit);
  writeFileSync(join(copy, file), bytes);
  return judge(copy, kept.contents);
}

async function afterCut(file: string, length: number) {
  copyTo(kept, copy);
  truncateSync(join(copy, file), length);
  return judge(copy, kept.contents);
}

test("an undamaged copy is not refused", async () => {
  copyTo(kept, copy);
  expect(await judge(copy, kept.contents)).toEqual({ kind: "harmless" });
});

describe("one bit", () => {
  test("S08 of any page of the database does not pass", async () => {
    const pages = bytesOf("engine.db").length / 4_096;
    for (let page = 0; page < pages; page++) {
      const verdict = await afterFlip("engine.db", page * 4_096 + ((page * 997) % 4_096), page % 8);
      expect(verdict).toMatchObject({ kind: "refused", message: expect.stringContaining(`page ${page + 1} `) });
    }
  });

  test("S08 of any frame of the log does not pass, its last commit included", async () => {
    const frames = Math.floor((bytesOf("engine.db-wal").length - 32) / 4_120);
    expect(frames).toBeGreaterThan(80);
    for (const frame of [0, 1, 2, 7, 40, frames - 3, frames - 2, frames - 1]) {
      for (const at of [4, 12, 18, 24 + ((frame * 997) % 4_096)]) {
        const verdict = await afterFlip("engine.db-wal", 32 + frame * 4_120 + at, frame % 8);
        expect(verdict).toMatchObject({ kind: "refused", message: expect.stringContaining("engine.db-wal") });
      }
    }
  });

  test("S08 of the log's header does not pass", async () => {
    for (let byte = 0; byte < 32; byte++) {
      expect(await afterFlip("engine.db-wal", byte, byte % 8)).toMatchObject({ kind: "refused" });
    }
  });

  test("S08 of the sums is refused or changes nothing", async () => {
    const bytes = bytesOf("engine.db-sums");
    for (let byte = 0; byte < bytes.length; byte += 211) {
      expect((await afterFlip("engine.db-sums", byte, byte % 8)).kind).not.toBe("served");
    }
  });

  test("S08 of a large object's file is not served", async () => {
    const [file] = [...kept.files.keys()].filter((name) => name.startsWith("s3"));
    for (const byte of [0, 65_535, 65_536, 199_999]) {
      const verdict = await afterFlip(file ?? "", byte, 3);
      expect(verdict).toMatchObject({ kind: "refused", message: expect.stringContaining(file ?? "") });
    }
  });
});

describe("a commit that is not sealed yet", () => {
  test("S06 is not refused", async () => {
    copyTo(kept, copy, kept.unsealed);
    expect(await judge(copy, kept.contents)).toEqual({ kind: "harmless" });
  });

  test("S08 is not dropped for one bad bit when another commit follows it", async () => {
    const frames = Math.floor((bytesOf("engine.db-wal").length - 32) / 4_120);
    for (const frame of [0, 1, 5, 40, frames - 8]) {
      copyTo(kept, copy, kept.unsealed);
      const log = bytesOf("engine.db-wal");
      const at = 32 + frame * 4_120 + 2_000;
      log[at] = (log[at] ?? 0) ^ 16;
      writeFileSync(join(copy, "engine.db-wal"), log);
      const message = expect.stringContaining(`frame ${frame + 1} is not as it was written`);
      expect(await judge(copy, kept.contents)).toMatchObject({ kind: "refused", message });
    }
  });
});

describe("a file cut short", () => {
  test("S09 anywhere in the log's last commit is refused: it was acknowledged", async () => {
    const { length } = bytesOf("engine.db-wal");
    for (let cut = 1; cut < 4_120; cut += 101) {
      expect(await afterCut("engine.db-wal", length - cut)).toMatchObject({ kind: "refused" });
    }
  });

  test.each(["engine.db", "engine.db-wal", "engine.db-sums"])("S09 %s is never served", async (file) => {
    const { length } = bytesOf(file);
    for (let index = 0; index < 12; index++) {
      const verdict = await afterCut(file, Math.floor((length * index) / 12));
      expect(verdict.kind).not.toBe("served");
    }
  });

  test.each(["engine.db", "engine.db-wal", "engine.db-sums"])("no deleted %s makes an empty store", async (file) => {
    copyTo(kept, copy);
    rmSync(join(copy, file));
    expect(await judge(copy, kept.contents)).toMatchObject({ kind: "refused" });
    expect(existsSync(join(copy, file))).toBe(false);
  });
});

test("I36 a refusal changes no file and says what to do", async () => {
  const page = 40 * 4_096 + 100;
  const verdict = await afterFlip("engine.db", page, 1);
  expect(verdict).toMatchObject({ message: expect.stringMatching(/page 41 .*Restore a copy of the whole folder/) });
  for (const [name, bytes] of kept.files) {
    const now = readFileSync(join(copy, name));
    if (name === "engine.db") expect((now[page] ?? 0) ^ (bytes[page] ?? 0)).toBe(2);
    else expect(now.equals(bytes), name).toBe(true);
  }
  expect(statSync(join(copy, "engine.db")).size).toBe(bytesOf("engine.db").length);
});

test("S06 a torn end that was never acknowledged is dropped, and the store opens", async () => {
  copyTo(kept, copy);
  const log = bytesOf("engine.db-wal");
  const torn = Buffer.from(log.subarray(32, 32 + 4_120));
  writeFileSync(join(copy, "engine.db-wal"), Buffer.concat([log, torn, torn.subarray(0, 1_000)]));
  expect(await judge(copy, kept.contents)).toEqual({ kind: "harmless" });
});

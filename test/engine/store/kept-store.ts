// A store with something in every kind of place (rows, an index, overflow pages, a log that is not written back, a large
// object's file), and what opening a copy of it says.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { systemRandom } from "../../../src/core/random.ts";
import { Blobs } from "../../../src/engine/s3/blobs.ts";
import { S3_SCHEMA } from "../../../src/engine/s3/schema.ts";
import { SumsFile } from "../../../src/engine/store/sums.ts";
import { Store } from "../../../src/engine/store.ts";

const SCHEMA = `${S3_SCHEMA}
  CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY, name TEXT NOT NULL, body TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS kept_name ON kept (name);`;
const LARGE = 200_000;

export interface KeptStore {
  /** Its folder, as after a kill: the log was not written back. */
  readonly folder: string;
  /** The same before the last commits were sealed. */
  readonly unsealed: string;
  /** Each file's path in it, with its bytes. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly contents: string;
}

/** The store stays open in this process; `folder` is a copy of what lay on the disk. */
export async function keepStore(scratch: string, rows: number, sealed: () => Promise<void>): Promise<KeptStore> {
  const live = join(scratch, "live");
  mkdirSync(live, { recursive: true });
  const path = join(live, "engine.db");
  const store = Store.open(path);
  store.define(SCHEMA);
  const blobs = new Blobs(store, systemRandom, join(live, "s3"));
  const blob = await blobs.write(LARGE, () => [Buffer.alloc(LARGE, "large ")]);
  store.transaction(() => blobs.commit(blob));
  const insert = (id: number) =>
    store.run("INSERT INTO kept VALUES (?, ?, ?)", id, `row ${id}`, "x".repeat(id % 50 === 0 ? 20_000 : 300));
  store.transaction(() => {
    for (let id = 1; id <= rows; id++) insert(id);
  });
  store.close();
  const again = Store.open(path);
  for (let id = rows + 1; id <= rows + 40; id++) insertInto(again, id);
  // Nothing waits between the last commit and this: the seal's timer has not had its turn.
  const unsealed = join(scratch, "unsealed");
  cpSync(live, unsealed, { recursive: true });
  await sealed();
  const folder = join(scratch, "kept");
  cpSync(live, folder, { recursive: true });
  const contents = await contentsOf(again, live);
  again.close();
  const files = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .filter((name) => name !== "engine.db-lock")
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
  return { folder, unsealed, files, contents };
}

const insertInto = (store: Store, id: number) =>
  store.run("INSERT INTO kept VALUES (?, ?, ?)", id, `row ${id}`, "y".repeat(500));

/** The number of the newest seal: it rises when what was committed is sealed. */
export function sealOf(folder: string): number {
  const sums = new SumsFile(join(folder, "engine.db-sums"), "r");
  try {
    return sums.seal?.sequence ?? 0;
  } finally {
    sums.close();
  }
}

async function contentsOf(store: Store, folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const row of store.iterate("SELECT * FROM kept ORDER BY id")) hash.update(JSON.stringify(row));
  for (const row of store.iterate("SELECT name FROM kept ORDER BY name")) hash.update(JSON.stringify(row));
  const blobs = new Blobs(store, systemRandom, join(folder, "s3"));
  for (const { id } of store.all<{ id: string }>("SELECT id FROM s3_blobs")) {
    hash.update(await blobs.read(id, 0, LARGE));
  }
  return hash.digest("hex");
}

export type Verdict =
  | { readonly kind: "refused"; readonly message: string }
  /** Everything in it reads as it was written: the damage lay where nothing is kept. */
  | { readonly kind: "harmless" }
  | { readonly kind: "served" };

/** What becomes of the store in `folder` when it is opened and read through. */
export async function judge(folder: string, contents: string): Promise<Verdict> {
  let store: Store | undefined;
  try {
    store = Store.open(join(folder, "engine.db"));
    store.define(SCHEMA);
    return { kind: (await contentsOf(store, folder)) === contents ? "harmless" : "served" };
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    if (!/^(store|file)-/.test(code)) throw error;
    return { kind: "refused", message: (error as Error).message };
  } finally {
    store?.close();
  }
}

/** A fresh copy of the kept store at `to`. */
export function copyTo(kept: KeptStore, to: string, from = kept.folder): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}

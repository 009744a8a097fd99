// Requests of one turn of the event loop share a commit: none is answered before it, none survives without it.
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StoreFailed } from "../../../src/engine/errors.ts";
import { readWal } from "../../../src/engine/store/wal.ts";
import { Store } from "../../../src/engine/store.ts";

let folder: string;
let store: Store;
const path = () => join(folder, "engine.db");
const commits = () => readWal(`${path()}-wal`).commits.size;
const names = () => store.all<{ name: string }>("SELECT name FROM thing ORDER BY name").map(({ name }) => name);
const put = (name: string) => store.run("INSERT INTO thing VALUES (?)", name);
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lamp-shared-"));
  store = Store.open(path());
  store.define("CREATE TABLE thing (name TEXT PRIMARY KEY)");
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

test("no request is answered before its changes are committed, and a turn's requests do not cost a commit each", async () => {
  const before = commits();
  const answered: number[] = [];
  const requests = ["a", "b", "c"].map((name) =>
    store.durably(async () => put(name)).then(() => answered.push(commits() - before)),
  );
  for (let microtask = 0; microtask < 20; microtask++) await undefined;
  expect([answered, commits() - before]).toEqual([[], 0]);
  await Promise.all(requests);
  expect(answered).toEqual([1, 1, 1]);
});

test("a request that only reads is not answered with what is not committed yet", async () => {
  const before = commits();
  const write = store.durably(async () => put("a"));
  const [seen, committed] = await store.durably(async () => names()).then((found) => [found, commits() - before]);
  await write;
  expect([seen, committed]).toEqual([["a"], 1]);
});

test("a request that fails does not take the others of its turn with it, nor leave a part of itself", async () => {
  const fine = store.durably(async () => store.transaction(() => put("a")));
  const failing = store.durably(async () =>
    store.transaction(() => {
      put("b");
      put("a");
    }),
  );
  const later = store.durably(async () => store.transaction(() => put("c")));
  await expect(failing).rejects.toThrow(/UNIQUE/);
  await Promise.all([fine, later]);
  expect(names()).toEqual(["a", "c"]);
});

test("a change that is no request's does not wait: it is committed when the call returns, with what came before it", async () => {
  const before = commits();
  const request = store.durably(async () => put("a"));
  store.transaction(() => put("ticker"));
  expect(commits() - before).toBe(1);
  await request;
  const late = store.durably(async () => {
    await undefined;
    put("after a wait");
    return commits() - before;
  });
  expect(await late).toBe(2);
});

test("no request is told of success when the commit was refused, and nothing of it is seen afterwards", async () => {
  const lost: string[] = [];
  store.onLost(() => lost.push("told"));
  const requests = ["a", "b"].map((name) => store.durably(async () => put(name)));
  renameSync(path(), `${path()}.gone`);
  const outcomes = await Promise.allSettled(requests);
  expect(outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason)).toEqual([
    expect.any(StoreFailed),
    expect.any(StoreFailed),
  ]);
  expect([names(), lost]).toEqual([[], ["told"]]);
});

test("a store that is closed in the middle of a turn does not lose what the turn changed", async () => {
  const request = store.durably(async () => put("a"));
  store.close();
  await request;
  store = Store.open(path());
  expect(names()).toEqual(["a"]);
  await nextTurn();
});

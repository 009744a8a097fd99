// Handlers that start processes, hold on to them, or will not end: nothing of theirs lives longer than they may.
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, openBench } from "../bench-of-functions.ts";

let bench: Bench;
let folder = "";

/** Each process that is started writes its number to a file of the folder, and then lives for ever. */
const SOURCE = `
import { spawn } from "node:child_process";
import { fstatSync, readdirSync, writeFileSync } from "node:fs";
const live = (folder) => \`require("fs").writeFileSync("\${folder}/" + process.pid, ""); setInterval(() => {}, 9); \`;
const node = (code, options) => spawn(process.execPath, ["-e", code], { stdio: "ignore", ...options });
const started = (folder, count) => { while (readdirSync(folder).length < count); };
const acts = {
  child: ({ folder }) => node(live(folder)),
  detached: ({ folder }) => node(live(folder), { detached: true }).unref(),
  grandchild: ({ folder }) => node(\`require("child_process").spawn(process.execPath, ["-e", \${JSON.stringify(live(folder))}],
    { stdio: "ignore", detached: true, env: {} }); setInterval(() => {}, 9)\`, { detached: true, env: {} }),
  bomb: ({ folder }) => { for (let n = 0; n < 20; n++) spawn("/bin/sh", ["-c",
    'f() { : > "$0/$$-$1"; while :; do sleep 1; done; }; for i in 1 2 3; do f $i & done; wait', folder], { stdio: "ignore", detached: n % 2 === 0 }); },
  deaf: () => { for (const name of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(name, () => {}); },
  loop: () => { for (;;); },
};
export const handler = async (event) => {
  writeFileSync(event.folder + "/" + process.pid, "");
  for (const act of event.acts) acts[act](event);
  started(event.folder, event.count);
  if (!event.ends) await new Promise(() => {});
  if (event.exits) process.exit(1);
};`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamplighter-runaway-"));
  bench = await openBench({ functions: { idleMs: 400 } });
  await bench.create("acts", SOURCE, { Timeout: 1, MemorySize: 1024 });
});
afterAll(async () => {
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

const startedIn = (at: string) => [...new Set(readdirSync(at).map((name) => Number.parseInt(name, 10)))];

function living(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      return !readFileSync(`/proc/${pid}/stat`, "latin1").includes(") Z ");
    } catch {
      return false;
    }
  });
}

describe.runIf(process.platform === "linux")("what outlives its invocation's end", () => {
  test.concurrent.for([
    ["H09: no child outlives a timeout", ["child"], 2],
    ["H09: no detached child outlives a timeout", ["detached"], 2],
    ["H09: no detached grandchild without any variables outlives a timeout", ["grandchild"], 2],
    ["H09: no process of a fork bomb outlives a timeout", ["bomb"], 61],
    ["H12: no handler outlives a timeout by ignoring signals", ["deaf"], 1],
    ["H12: no handler outlives a timeout by ignoring signals in a loop", ["deaf", "loop"], 1],
  ] as const)("%s", async ([, acts, count], { expect }) => {
    const at = mkdtempSync(join(folder, "timeout-"));
    const outcome = await bench.invoke("acts", { acts, folder: at, count });
    expect(outcome).toMatchObject({ status: 200, error: "Unhandled", answer: { errorType: "Sandbox.Timedout" } });
    expect(startedIn(at).length).toBeGreaterThan(0);
    await expect.poll(() => living(startedIn(at)), { interval: 10 }).toEqual([]);
  });

  test("H09: no child outlives a handler that exits", async () => {
    const at = mkdtempSync(join(folder, "exit-"));
    const event = { acts: ["child", "detached"], folder: at, count: 3, ends: true, exits: true };
    expect(await bench.invoke("acts", event)).toMatchObject({ answer: { errorType: "Runtime.ExitError" } });
    await expect.poll(() => living(startedIn(at)), { interval: 10 }).toEqual([]);
  });

  test("H09: no child outlives its environment", async () => {
    const at = mkdtempSync(join(folder, "idle-"));
    const event = { acts: ["child", "detached", "grandchild"], folder: at, count: 4, ends: true };
    expect(await bench.invoke("acts", event)).toMatchObject({ error: undefined });
    expect(living(startedIn(at)).length).toBe(4);
    await expect.poll(() => living(startedIn(at)), { interval: 50, timeout: 5_000 }).toEqual([]);
  });
});

test.runIf(process.platform === "linux")(
  "H13: no descriptor of the engine is left open by functions that come and go",
  async () => {
    await bench.create(
      "closes",
      `
    import { closeSync, openSync } from "node:fs";
    export const handler = async () => { for (let fd = 3; fd < 64; fd++) { try { closeSync(fd); } catch {} }
      for (let n = 0; n < 20; n++) openSync("/dev/null"); process.exit(0); };`,
    );
    const open = () => readdirSync("/proc/self/fd").filter((fd) => !/^anon_inode/.test(linkOf(fd))).length;
    await bench.invoke("closes");
    const before = open();
    for (let n = 0; n < 5; n++) expect(await bench.invoke("closes")).toMatchObject({ error: "Unhandled" });
    await expect.poll(open).toBeLessThanOrEqual(before);
  },
);

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return "anon_inode:gone";
  }
}

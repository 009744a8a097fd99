// Loss of power: the writes and syncs of a real engine under load are recorded, and replayed up to many instants as a disk
// would have kept them. Each time the engine must start by itself, with everything that was acknowledged before.
// `npm run power -- [--replays N] [--changes N] [--seed N]`; needs strace.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { messageOf } from "../../../src/core/error.ts";
import { startEngine } from "../../../src/engine/engine.ts";
import { check } from "../crash/check.ts";
import { connect } from "../crash/clients.ts";
import { seededRandom } from "../seeded-random.ts";
import { Disk } from "./disk.ts";
import { type FileEvent, readTrace, TRACED } from "./trace.ts";

const { values } = parseArgs({
  options: {
    replays: { type: "string", default: "1000" },
    changes: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
  },
});
const random = seededRandom(Number(values.seed));
const scratch = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "lamp-power-"));
const recorded = mkdtempSync(join(tmpdir(), "lamp-power-"));
const evidencePath = join(scratch, "evidence");
writeFileSync(join(scratch, "effects"), "");

function record(): FileEvent[] {
  const trace = join(scratch, "trace");
  const options = [
    "-f",
    "--seccomp-bpf",
    "-xx",
    "-s",
    "300000",
    "-e",
    `trace=${TRACED}`,
    "-e",
    "signal=none",
    "-o",
    trace,
  ];
  const command = [
    process.execPath,
    join(import.meta.dirname, "record-load.ts"),
    recorded,
    values.changes,
    values.seed,
  ];
  const { status, stderr } = spawnSync("strace", [...options, ...command], { encoding: "utf8" });
  if (status !== 0) throw new Error(`strace ended with ${status}: ${stderr}`);
  const events = readTrace(trace);
  rmSync(trace);
  return events;
}

/** The clients' evidence is in the same recording: each append opens the file, writes and closes it. */
function evidenceOf(events: readonly FileEvent[]): (string | undefined)[] {
  const path = join(recorded, "evidence");
  const fds = new Set<number>();
  return events.map((event) => {
    if (event.kind === "open") {
      if (event.path === path) fds.add(event.fd);
      else fds.delete(event.fd);
    }
    return event.kind === "write" && fds.has(event.fd) ? event.bytes.toString() : undefined;
  });
}

/** What is wrong with the store that lies in `directory`, when this was told before. */
async function findings(directory: string, evidence: string): Promise<readonly string[]> {
  const told = evidence.split("prepared\n")[1];
  try {
    const engine = await startEngine({ directory });
    try {
      if (told === undefined) return [];
      writeFileSync(evidencePath, told);
      await engine.settle();
      const clients = connect(engine.endpoint);
      const { wrong } = await check(clients, evidencePath, join(scratch, "effects"));
      clients.close();
      return wrong;
    } finally {
      await engine.close();
    }
  } catch (error) {
    return [messageOf(error)];
  }
}

const events = record();
const told = evidenceOf(events);
const storeEvents = [...events.keys()].filter((index) => touches(events[index]));
const wrong: string[] = [];
let acknowledged = 0;
const replays = Number(values.replays);
const cuts = Array.from({ length: replays }, () => storeEvents[Math.floor(random() * storeEvents.length)] ?? 0).sort(
  (a, b) => a - b,
);
const disk = new Disk(recorded);
let done = 0;
let evidence = "";
for (const [replay, cut] of cuts.entries()) {
  for (; done <= cut; done++) {
    const event = events[done];
    if (event) disk.apply(event);
    evidence += told[done] ?? "";
  }
  const image = join(scratch, "image");
  rmSync(image, { recursive: true, force: true });
  mkdirSync(image);
  disk.leave(image, random);
  acknowledged += evidence.split("\n!").length - 1;
  for (const each of await findings(join(image, "store"), evidence))
    wrong.push(`cut ${cut} (replay ${replay}): ${each}`);
  if (replay % 100 === 99) process.stderr.write(`${replay + 1} replays, ${wrong.length} wrong\n`);
}
process.stdout.write(
  `seed ${values.seed}; ${replays} losses of power among ${storeEvents.length} writes and syncs; ` +
    `${acknowledged} acknowledged changes looked for, lost or wrong ${wrong.length}\n` +
    wrong
      .slice(0, 20)
      .map((each) => `WRONG ${each}\n`)
      .join(""),
);
rmSync(scratch, { recursive: true, force: true });
rmSync(recorded, { recursive: true, force: true });
if (wrong.length > 0) process.exitCode = 1;

function touches(event: FileEvent | undefined): boolean {
  return event !== undefined && event.kind !== "open" && event.kind !== "close";
}

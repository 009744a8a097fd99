// Starts the engine on a store that is there: `node held.ts DIRECTORY SECONDS` tells how long that took, how much memory the
// process then holds, and what share of a core it takes while nothing is due for so many seconds.
import { setTimeout as passed } from "node:timers/promises";

const [directory = "", seconds = "10"] = process.argv.slice(2);

export interface Held {
  readonly startMs: number;
  /** Processor time of the process until then: what a busy machine does not lengthen. */
  readonly startCpuMs: number;
  readonly rssMiB: number;
  readonly idleShare: number;
}

const began = performance.now();
const { startEngine } = await import("../../src/engine/engine.ts");
const engine = await startEngine({ directory });
const startMs = performance.now() - began;
const startCpu = process.cpuUsage();
const startCpuMs = (startCpu.user + startCpu.system) / 1_000;
await passed(1_000);
const before = process.cpuUsage();
const since = performance.now();
await passed(Number(seconds) * 1_000);
const { user, system } = process.cpuUsage(before);
const idleShare = (user + system) / 1_000 / (performance.now() - since);
const held: Held = { startMs, startCpuMs, rssMiB: process.memoryUsage.rss() / 2 ** 20, idleShare };
console.log(JSON.stringify(held));
await engine.close();
process.exit(0);

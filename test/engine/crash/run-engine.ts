// An engine in a process of its own, for tests that kill it: prints its endpoint, then serves until it is ended.
import { startEngine } from "../../../src/engine/engine.ts";

const directory = process.argv[2];
if (!directory) throw new Error("usage: run-engine.ts DIRECTORY");
const engine = await startEngine({ directory });
process.stdout.write(`${engine.endpoint}\n`);

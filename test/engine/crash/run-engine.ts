// An engine in a process of its own, for tests that kill it: prints its endpoint, then serves until it is ended. With a
// point's name and a count it ends itself there, at that many-th time.
import { type CrashPoint, onCrashPoint } from "../../../src/core/crash-point.ts";
import { startEngine } from "../../../src/engine/engine.ts";

const [directory, point, count = "1"] = process.argv.slice(2);
if (!directory) throw new Error("usage: run-engine.ts DIRECTORY [POINT [COUNT]]");
let left = Number(count);
if (point) {
  onCrashPoint((reached: CrashPoint) => {
    if (reached === point && --left === 0) process.kill(process.pid, "SIGKILL");
  });
}
const log = { info() {}, warn: (message: string) => void process.stderr.write(`engine: ${message}\n`) };
const engine = await startEngine({ directory, log, bootstrapPath: process.env["LAMP_BOOTSTRAP"] });
process.stdout.write(`${engine.endpoint}\n`);

// How long the file takes to load, in a process that has loaded nothing else: the last line of output says it in milliseconds.
import { performance } from "node:perf_hooks";

const [file = ""] = process.argv.slice(2);
const startedAt = performance.now();
await import(file);
console.log(JSON.stringify({ ms: performance.now() - startedAt }));
process.exit();

// Serves the engine for a benchmark: `node bench/servers/engine.ts DIRECTORY`; its first line of output is its address.
import { startEngine } from "../../src/engine/engine.ts";

const [directory = ":memory:"] = process.argv.slice(2);
const engine = await startEngine({ directory, fire: false });
process.stdout.write(`${engine.endpoint}\n`);
process.once("SIGTERM", () => void engine.close().then(() => process.exit(0)));

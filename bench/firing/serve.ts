// The engine in a process of its own: `node serve.ts DIRECTORY` prints its address and serves until it is ended.
import { startEngine } from "../../src/engine/engine.ts";

const [directory = ":memory:"] = process.argv.slice(2);
const engine = await startEngine({ directory });
process.stdout.write(`${engine.endpoint}\n`);
process.once("SIGTERM", () => void engine.close().then(() => process.exit(0)));

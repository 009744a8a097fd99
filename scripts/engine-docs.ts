// Writes the tables of docs/engine.md that come from the code: npm run engine-docs.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withEngineTables } from "./engine-tables.ts";

const page = join(import.meta.dirname, "..", "docs", "engine.md");
writeFileSync(page, await withEngineTables(readFileSync(page, "utf8")));

// npm run bench -- NAME [--json]: runs one benchmark of this folder; without a name, says which there are.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && file !== "run.ts")
  .map((file) => file.slice(0, -".ts".length))
  .sort();
const [name = "", ...rest] = process.argv.slice(2);

if (names.includes(name)) {
  process.exitCode = spawnSync(process.execPath, [`${folder}${name}.ts`, ...rest], { stdio: "inherit" }).status ?? 1;
} else {
  process.stderr.write(
    `${name ? `There is no benchmark "${name}". ` : ""}There are: ${names.join(", ") || "none yet"}\n`,
  );
  process.exitCode = name ? 1 : 0;
}

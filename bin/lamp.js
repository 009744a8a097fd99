#!/usr/bin/env node
// Starts lamp: from the release build where there is one, from the sources otherwise. Runs on any Node new enough to
// read it, and hands over to the project's own Node where the one on the path is too old.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";

const OLDEST_NODE = 24;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) {
  const built = here("../dist/lamp.js");
  const source = process.env.LAMP_SOURCE === "1" || !existsSync(built);
  if (!source) (await import("node:module")).enableCompileCache?.();
  await import(pathToFileURL(source ? here("../src/cli/main.ts") : built).href);
} else {
  handOver(here("../node_modules/node/bin/node"));
}

function handOver(node) {
  if (!existsSync(node)) {
    process.stderr.write(
      `lamp needs Node ${OLDEST_NODE} or later; this is ${process.versions.node}. Install a newer Node, or add it to the project: npm install --save-dev node@${OLDEST_NODE}\n`,
    );
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

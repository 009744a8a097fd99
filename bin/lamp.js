#!/usr/bin/env node
// Starts lamp: from the release build where there is one, from the sources otherwise. Runs on any Node new enough to
// read it, and hands over to the project's own Node where the one on the path is too old.

const OLDEST_NODE = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) await handOver();
else if (process.argv.length === 3 && process.argv[2] === "--version") tellVersion();
else await start();

/** Scripts and prompts ask for it again and again: nothing is loaded for it. */
function tellVersion() {
  // To import these two would make Node load its streams.
  const [{ readFileSync, writeSync }, { fileURLToPath }] = ["fs", "url"].map(process.getBuiltinModule);
  const { version } = JSON.parse(readFileSync(fileURLToPath(new URL("../package.json", import.meta.url)), "utf8"));
  writeSync(1, `${version}\n`);
}

async function start() {
  const { existsSync } = process.getBuiltinModule("fs");
  const built = new URL("../dist/lamp.js", import.meta.url);
  const isSource = process.env.LAMP_SOURCE === "1" || !existsSync(built);
  if (!isSource) process.getBuiltinModule("module").enableCompileCache();
  await import(isSource ? new URL("../src/cli/main.ts", import.meta.url).href : built.href);
}

async function handOver() {
  const [{ spawn }, { existsSync }, { constants }, { fileURLToPath }] = await Promise.all([
    import("node:child_process"),
    import("node:fs"),
    import("node:os"),
    import("node:url"),
  ]);
  const node = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));
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

// The proof of runs: seed after seed a world is drawn, played on a virtual clock with faults, and checked by what shares
// nothing with the product. `npm run prove -- --seeds 500 [--from 1]`, `-- --seed 17 --show`, `-- --planted --seeds 1000`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Finding } from "./checker/finding.ts";
import { plantBug } from "./planted/plant.ts";
import { PROTOCOL_BUGS } from "./planted/protocol-bugs.ts";
import { Tally } from "./tally.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "500" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    show: { type: "boolean", default: false },
    planted: { type: "boolean", default: false },
    bug: { type: "string" },
  },
});
const SHOWN_FINDINGS = 5;

async function prove(first: number, count: number): Promise<number> {
  const [{ drawScenario }, { play, FOLDER }, { check }, { shown }, { removeFolder }] = await Promise.all([
    import("./scenario/scenario.ts"),
    import("./world/play.ts"),
    import("./checker/check.ts"),
    import("./show.ts"),
    import("./world/services.ts"),
  ]);
  const tally = new Tally();
  const startedAt = performance.now();
  try {
    for (let seed = first; seed < first + count; seed++) {
      const played = await play(drawScenario(seed));
      const findings = check(played);
      tally.add(played, findings);
      if (findings.length === 0) continue;
      if (values.bug !== undefined) {
        process.stdout.write(
          `${values.bug}: caught by seed ${seed} (${seed - first + 1} tried): ${lineOf(findings[0])}\n`,
        );
        return 0;
      }
      const lines = findings.slice(0, SHOWN_FINDINGS).map((finding) => `  ${lineOf(finding)}`);
      process.stdout.write(`seed ${seed}: ${findings.length} findings\n${lines.join("\n")}\n`);
      process.stdout.write(`  again: npm run prove -- --seed ${seed} --show\n`);
      if (values.show) process.stdout.write(`${shown(played, findings[0]?.subject ?? "").join("\n")}\n`);
    }
  } finally {
    removeFolder(FOLDER);
  }
  if (values.bug !== undefined) {
    process.stdout.write(`${values.bug}: NOT CAUGHT in ${count} seeds\n`);
    return 1;
  }
  process.stdout.write(`${tally.report(count, (performance.now() - startedAt) / 1_000)}\n`);
  return tally.findings === 0 ? 0 : 1;
}

const lineOf = (finding: Finding | undefined): string =>
  finding ? `${finding.kind} (${finding.invariant}) ${finding.subject}: ${finding.text}` : "";

/** Each in a process of its own: a bug is planted before the product is loaded. */
function provePlanted(): number {
  const caught = PROTOCOL_BUGS.filter(({ name, firstSeed }) => {
    const file = fileURLToPath(import.meta.url);
    const given = ["--conditions=lamplighter-source", file, "--bug", name, "--seeds", values.seeds];
    if (firstSeed !== undefined) given.push("--from", String(firstSeed));
    return spawnSync(process.execPath, given, { stdio: "inherit" }).status === 0;
  });
  process.stdout.write(`planted bugs caught: ${caught.length} of ${PROTOCOL_BUGS.length}\n`);
  return caught.length === PROTOCOL_BUGS.length ? 0 : 1;
}

if (values.bug !== undefined) plantBug(values.bug);
const first = Number(values.seed ?? values.from);
process.exitCode = values.planted
  ? provePlanted()
  : await prove(first, values.seed === undefined ? Number(values.seeds) : 1);

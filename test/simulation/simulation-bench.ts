// Simulations from the text of a manifest and of a script, with nothing on disk.
import { NO_SCRIPT, readScript } from "../../src/simulation/script/read-script.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import type { Simulation } from "../../src/simulation/simulation.ts";
import type { Counts } from "../../src/simulation/tally.ts";
import { modelOf } from "../manifest/load.ts";

export interface Play {
  /** Of jobs.yaml below `jobs:`. */
  readonly jobs: string;
  readonly script?: string;
  readonly from: string;
  readonly to: string;
  readonly seed?: number;
  readonly everyRun?: boolean;
}

export async function play({ jobs, script, from, to, seed = 1, everyRun = false }: Play): Promise<Simulation> {
  const files = { "h.ts": "", "config/local.yaml": "endpoint: embedded\nregion: us-east-1\n" };
  const model = modelOf(`app: acme\njobs:\n${jobs}`, { files });
  const names = model.jobs.map(({ name }) => name);
  const read =
    script === undefined ? { ok: true as const, script: NO_SCRIPT } : readScript("/script.yaml", script, names);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const span = { fromAt: Date.parse(from), toAt: Date.parse(to) };
  return simulate({ model, ...span, seed, script: read.script, everyRun });
}

/** The counts that are not zero. */
export function countsOf(found: Simulation, job: string): Partial<Counts> {
  const counts = found.jobs.find((one) => one.job === job)?.counts ?? {};
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

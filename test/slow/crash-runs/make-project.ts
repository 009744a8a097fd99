// A project whose handlers note what they do in a file of their own, which neither the engine nor lamp ever reads.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface KilledJob {
  readonly name: string;
  readonly schedule: string;
  /** Minutes from one due time to the next. */
  readonly every: number;
  readonly overlap: "allow" | "skip" | "queue" | "cancel";
  readonly timeoutSeconds: number;
  /** How long the handler takes, from and to, in seconds. */
  readonly takes: readonly [number, number];
  /** Of a hundred tries, those that fail. */
  readonly fails: number;
  readonly more?: string;
}

export const JOBS: readonly KilledJob[] = [
  { name: "quick", schedule: "* * * * *", every: 1, overlap: "allow", timeoutSeconds: 60, takes: [0, 2], fails: 0 },
  { name: "slow", schedule: "* * * * *", every: 1, overlap: "skip", timeoutSeconds: 120, takes: [10, 80], fails: 0 },
  {
    name: "waits",
    schedule: "*/2 * * * *",
    every: 2,
    overlap: "queue",
    timeoutSeconds: 180,
    takes: [20, 170],
    fails: 5,
  },
  {
    name: "stops",
    schedule: "*/2 * * * *",
    every: 2,
    overlap: "cancel",
    timeoutSeconds: 240,
    takes: [20, 200],
    fails: 0,
  },
  { name: "fails", schedule: "* * * * *", every: 1, overlap: "allow", timeoutSeconds: 60, takes: [0, 20], fails: 40 },
  {
    ...{ name: "late", schedule: "* * * * *", every: 1, overlap: "allow", timeoutSeconds: 60, takes: [0, 5], fails: 0 },
    more: "startBy: 90s",
  },
];

/** Appended as it stands by the handlers. */
export interface Noted {
  readonly job: string;
  readonly run: string;
  readonly due: string;
  readonly attempt: number;
  readonly phase: "begin" | "end" | "threw";
  readonly at: number;
  readonly pid: number;
  /** Of one call of the handler. */
  readonly call: string;
}

export function makeProject(folder: string, evidence: string, variables: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, "jobs"), { recursive: true });
  const environment = JSON.stringify({ ...variables, EVIDENCE: evidence });
  const jobs = JOBS.map(({ name, schedule, overlap, timeoutSeconds, takes, fails, more }) => {
    const input = JSON.stringify({ takes, fails });
    const lines = [
      `schedule: "${schedule}"`,
      "handler: jobs/noting.ts",
      `overlap: ${overlap}`,
      `timeout: ${timeoutSeconds}s`,
    ];
    const rest = [`input: ${input}`, `environment: ${environment}`, "retry: {attempts: 1, maxAge: 10m}", more ?? ""];
    return `  ${name}:\n${[...lines, ...rest].map((line) => `    ${line}\n`).join("")}`;
  });
  writeFileSync(join(folder, "jobs.yaml"), `app: acme\njobs:\n${jobs.join("")}`);
  writeFileSync(join(folder, "jobs/noting.ts"), HANDLER);
}

const HANDLER = `import { appendFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { job } from "lamplighter";

export default job<{ takes: [number, number]; fails: number }>(async ({ takes: [least, most], fails }, run) => {
  const call = randomUUID();
  const note = (phase: string) => {
    const what = { job: run.job, run: run.id, due: run.due.toISOString(), attempt: run.attempt, phase };
    appendFileSync(process.env.EVIDENCE ?? "", JSON.stringify({ ...what, at: Date.now(), pid: process.pid, call }) + "\\n");
  };
  note("begin");
  const ms = (least + Math.random() * (most - least)) * 1000;
  const stopped = await new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), ms);
    run.signal.addEventListener("abort", () => resolve(true));
  });
  if (stopped || Math.random() * 100 < fails) {
    note("threw");
    throw new Error(stopped ? "stopped" : "as the dice said");
  }
  note("end");
  return { ms };
});
`;

// A job that is due every minute by two schedules, and gets another name.
import type { Run } from "../../src/history/run.ts";
import { type FlowBench, openFlow } from "./flow-bench.ts";

const HANDLER = 'import { job } from "lamplighter";\nexport default job((input, run) => run.due.toISOString());\n';
const named = (name: string, more = "") =>
  `app: acme\njobs:\n  ${name}: {schedule: {even: "cron(0/2 * * * ? *)", odd: "cron(1/2 * * * ? *)"}, handler: jobs/tick.ts${more}}\n`;

export const OLD = named("tick");
export const NEW = named("tock", ", was: tick");
/** Once the rename is done, the file need not tell of it any more. */
export const FORGOTTEN = named("tock");

export const openTick = (): Promise<FlowBench> =>
  openFlow("2027-03-01T05:58:30Z", { "jobs.yaml": OLD, "jobs/tick.ts": HANDLER });

/** `06:00 tock succeeded`, oldest first, without the deliveries that were recognised as further ones of a run. */
export const outcomes = (runs: readonly Run[]): readonly string[] =>
  runs
    .filter(({ status, reason }) => !(status === "skipped" && reason === "duplicate"))
    .map(({ due, job, status }) => `${due.slice(11, 16)} ${job} ${status}`)
    .sort();

export const minutesOf = (texts: readonly string[]): readonly string[] => texts.map((text) => text.slice(0, 5));

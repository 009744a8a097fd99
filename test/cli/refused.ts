// A command line that is to be refused with what was expected, and a small project for it.
import { expect } from "vitest";
import { lampInProcess } from "./in-process.ts";
import { HELLO, type LampProject, project } from "./lamp.ts";

const JOBS = "app: acme\njobs:\n  hello: {schedule: every hour, handler: jobs/hello.ts}\n";

export const oneJob = (): LampProject => project({ "jobs.yaml": JOBS, "jobs/hello.ts": HELLO });

/** Neither done nor taken for pending changes; what was typed is not all said back. */
export async function refused(words: readonly string[], told: RegExp): Promise<void> {
  const { folder } = oneJob();
  const { code, out, err } = await lampInProcess(folder, words);
  expect([code === 0 || code === 2, out]).toEqual([false, ""]);
  expect(err).toMatch(told);
  expect(err.length).toBeLessThan(1_500);
}

// I3: where nothing was broken on purpose, what is due is taken up within the minute, and never left for a later rule; and what waits for
// its turn is started by the run that it waits for, never left for the watcher.
import type { Played } from "../world/play.ts";
import { expectedDues } from "./due-accounts.ts";
import type { Finding } from "./finding.ts";

const MINUTE_MS = 60_000;

export function checkTimes({ scenario, evidence, endedAt }: Played): readonly Finding[] {
  const isCalm = scenario.callFaults === 0 && scenario.deaths === 0 && scenario.delays === 0;
  const isWhole = [scenario.ledgerAway, scenario.engineAway, scenario.refused].every(({ length }) => length === 0);
  if (!isCalm || !isWhole) return [];
  // Whoever is killed starts nobody.
  const isKilled = new Set(evidence.executions.filter(({ end }) => end !== "returned" && end !== "threw").map(jobOf));
  const left = evidence.looks.flatMap(({ at, started }) =>
    started
      .filter((runId) => !isKilled.has(runId.slice(0, runId.indexOf("."))))
      .map(
        (subject): Finding => ({ kind: "late", invariant: "I3", subject, text: `left for the watcher of ${iso(at)}` }),
      ),
  );
  const late = scenario.jobs.flatMap((job) => {
    const dues = [...expectedDues(job, evidence, endedAt)].filter(([, due]) => due === "enabled");
    return dues.flatMap(([at]): readonly Finding[] => {
      const latest = at + (1 + (job.windowMinutes ?? 0)) * MINUTE_MS;
      const first = evidence.invocations.find(
        ({ job: name, key, startAt }) => name === job.name && key === keyAt(job.name, at) && startAt >= at,
      );
      if (first && first.startAt <= latest) return [];
      const text = first ? `begun ${first.startAt - at} ms after it was due` : "never begun";
      return [{ kind: "late", invariant: "I3", subject: keyAt(job.name, at), text }];
    });
  });
  return [...left, ...late];
}

const jobOf = ({ job }: { readonly job: string }): string => job;
const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
const keyAt = (job: string, at: number): string => `${job}#${iso(at)}`;

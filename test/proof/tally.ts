// What the seeds come to: how much was played, what was broken on purpose, and what was found.
import { type Due, expectedDues, GAP } from "./checker/due-accounts.ts";
import type { Finding } from "./checker/finding.ts";
import type { Played } from "./world/play.ts";

const DAY_MS = 86_400_000;

export class Tally {
  findings = 0;
  #days = 0;
  #dues = 0;
  #executions = 0;
  #looks = 0;
  #gaps = 0;
  readonly #statuses: Record<string, number> = {};
  readonly #faults: Record<string, number> = {};
  readonly #kinds: Record<string, number> = { lost: 0, duplicate: 0, phantom: 0, unexplained: 0, stuck: 0 };

  add({ scenario, evidence, history, endedAt }: Played, findings: readonly Finding[]): void {
    this.#days += (endedAt - scenario.startAt) / DAY_MS;
    this.#executions += evidence.executions.length;
    this.#looks += evidence.looks.length;
    this.findings += findings.length;
    for (const job of scenario.jobs) {
      const dues: ReadonlyMap<number, Due> = expectedDues(job, evidence, endedAt);
      this.#dues += dues.size;
      for (const { key, status, reason } of history.get(job.name) ?? []) {
        if (key.endsWith(GAP)) this.#gaps++;
        count(this.#statuses, reason === "duplicate" ? "further deliveries" : status, 1);
      }
    }
    for (const [kind, times] of Object.entries(evidence.faults)) count(this.#faults, kind, times);
    for (const { kind } of findings) count(this.#kinds, kind, 1);
  }

  report(seeds: number, seconds: number): string {
    return [
      `seeds ${seeds} (${(seeds / seconds).toFixed(1)} a second), virtual days ${this.#days.toFixed(0)}`,
      `watches ${this.#looks}, gaps of clocks told ${this.#gaps}`,
      `due times ${this.#dues}, handlers begun ${this.#executions}, rows: ${listed(this.#statuses)}`,
      `broken on purpose: ${listed(this.#faults)}`,
      `found: ${listed(this.#kinds)}`,
    ].join("\n");
  }
}

const count = (in_: Record<string, number>, name: string, by: number): void => {
  in_[name] = (in_[name] ?? 0) + by;
};

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, times]) => `${name} ${times}`)
    .join(", ");

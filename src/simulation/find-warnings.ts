// What somebody should look at before it happens for real.
import type { Load } from "./load.ts";
import { ACCOUNT_CONCURRENCY } from "./scripted-host.ts";
import type { Simulation, Warning } from "./simulation.ts";

/** Firings in one minute that are worth spreading. */
const CROWD = 10;

export function findWarnings(found: Pick<Simulation, "jobs" | "concurrency" | "load">, load: Load): Warning[] {
  const warnings: Warning[] = [];
  for (const { job, enabled, schedules, counts } of found.jobs) {
    if (enabled && schedules.length > 0 && counts.due === 0) {
      warnings.push({ code: "never-fires", message: `${job} is never due in this span` });
    }
    if (counts.fired < counts.due) {
      const message = `${job} was due ${counts.due} times and fired ${counts.fired} times: the engine lost a firing`;
      warnings.push({ code: "not-fired", message });
    }
  }
  const crowded = load.minutesWith(CROWD);
  const [busiest] = found.load.busiest;
  if (crowded > 0 && busiest) {
    const when = new Date(busiest.at).toISOString().slice(0, 16);
    const message =
      `${crowded} ${crowded === 1 ? "minute has" : "minutes have"} ${CROWD} or more firings, the most ${busiest.firings} at ` +
      `${when}Z: a flexible window (window: 15m) spreads them`;
    warnings.push({ code: "crowded-minute", message });
  }
  if (found.concurrency.peak > ACCOUNT_CONCURRENCY) {
    const message =
      `${found.concurrency.peak} runs go on at once, more than the ${ACCOUNT_CONCURRENCY} that an account runs by default: ` +
      "Lambda would throttle and run some of them later; --every-run shows it";
    warnings.push({ code: "concurrency", message });
  }
  return warnings;
}

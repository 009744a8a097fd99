// Whether a run may be started (again), and as which generation: what redrive and backfill ask of a run's item.
import type { RunItem } from "../ledger/items/run-item.ts";

export type Again =
  | { readonly kind: "run"; readonly generation: number }
  | { readonly kind: "succeeded" }
  | { readonly kind: "going" };

/** The claim decides in the end: this only spares the events that it would refuse. `force` runs a succeeded one too. */
export function runAgain(run: RunItem | undefined, now: number, force = false): Again {
  if (!run || run.state === "missed") return { kind: "run", generation: 0 };
  if (run.state === "succeeded" && !force) return { kind: "succeeded" };
  if (run.state === "running" && (run.leaseUntil ?? 0) >= now) return { kind: "going" };
  return { kind: "run", generation: run.generation + 1 };
}

// Which existing functions send their records to us: kept in the ledger, since a function that is not ours bears no sign of it.
import type { ActionResult } from "../apply/apply-plan.ts";
import type { Resource } from "../desired/resource.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { writeRecordedFunctions } from "../ledger/recorded-functions.ts";
import type { Reconciliation } from "./reconcile.ts";

type Known = Pick<Reconciliation, "hasLedger" | "wanted"> & {
  readonly state: Pick<Reconciliation["state"], "recorded">;
};

/** Before anything is set: a sync that is cut off leaves none that the next one cannot find. */
export async function beginRecordings({ wanted, state, hasLedger }: Known, ledger: Ledger): Promise<void> {
  if (hasLedger) await write(ledger, state.recorded, [...state.recorded, ...namesIn(wanted)]);
}

/** What is not there any more, and not wanted, is forgotten. */
export async function endRecordings(
  { wanted, state, seen, hasLedger }: Known & { readonly seen: Pick<Reconciliation["seen"], "actual"> },
  results: readonly ActionResult[],
  ledger: Ledger,
): Promise<void> {
  const done = results.filter(({ status }) => status === "done").map(({ action }) => action);
  if (!hasLedger && !done.some(({ kind }) => kind === "table")) return;
  const gone = new Set(
    done.flatMap(({ kind, action, name }) => (kind === "recording" && action === "delete" ? [name] : [])),
  );
  const found = namesIn(seen.actual.map(({ resource }) => resource));
  const left = found.filter((name) => state.recorded.includes(name) && !gone.has(name));
  const before = hasLedger ? [...state.recorded, ...namesIn(wanted)] : [];
  await write(ledger, before, [...namesIn(wanted), ...left]);
}

const namesIn = (resources: readonly Resource[]): readonly string[] =>
  resources.flatMap(({ kind, name }) => (kind === "recording" ? [name] : []));

async function write(ledger: Ledger, before: readonly string[], names: readonly string[]): Promise<void> {
  const [known, wanted] = [new Set(before), new Set(names)];
  if (known.size !== wanted.size || [...wanted].some((name) => !known.has(name)))
    await writeRecordedFunctions(ledger, [...wanted]);
}

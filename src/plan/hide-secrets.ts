// Values that came from outside the files are not shown in a plan, and neither is what they replace.
import type { Change } from "./plan.ts";

/** Value → how the file writes it, `${env:NAME}`. */
export type Secrets = ReadonlyMap<string, string>;

const HIDDEN = "(hidden)";

/** A shorter one may stand in any text by chance, and cannot be cut out of it: then none of the text is shown. */
const SHORTEST_PART = 4;

/** Only an input and a function's environment can hold one. */
const MAY_HOLD = /^(input|environment\..*)$/;

export function hideSecrets(changes: readonly Change[], secrets: Secrets): readonly Change[] {
  if (secrets.size === 0) return changes;
  return changes.map((change) => {
    if (!MAY_HOLD.test(change.path)) return change;
    const from = hidden(change.from, secrets);
    const to = hidden(change.to, secrets);
    // What stood where a secret stands now was most likely the secret before it.
    const replaced = to !== change.to && from === change.from && from !== null;
    return { path: change.path, from: replaced ? HIDDEN : from, to };
  });
}

function hidden(value: unknown, secrets: Secrets): unknown {
  if (typeof value !== "string") return value;
  const whole = secrets.get(value);
  if (whole !== undefined) return whole;
  let shown = value;
  // Longest first: one secret may be the beginning of another.
  for (const [secret, written] of [...secrets].sort(([a], [b]) => b.length - a.length)) {
    const inJson = JSON.stringify(secret).slice(1, -1);
    if (secret.length < SHORTEST_PART && shown.includes(inJson)) return HIDDEN;
    shown = shown.replaceAll(inJson, () => written).replaceAll(secret, () => written);
  }
  return shown;
}

// What an envelope says of its run, as members of the run's item: whose it is, when it is due, what started it, with which input.
import type { Envelope } from "../envelope.ts";
import { recentKey, runIdOf } from "../keys.ts";
import type { PlainObject } from "./attribute-value.ts";
import { boundJson, INPUT_BYTES } from "./bounded.ts";
import { concealed } from "./concealed.ts";

export function occasionMembers({
  run,
  runKey,
  trigger,
  schedule,
  by,
  generation,
  policy,
  input,
}: Envelope): PlainObject {
  const shown = boundJson(concealed(input, policy.hide), INPUT_BYTES);
  return {
    ...recentKey(run),
    runId: runIdOf(run),
    runKey,
    job: run.job,
    dueAt: run.dueAt,
    trigger,
    schedule,
    by,
    generation,
    input: shown && { ...shown },
  };
}

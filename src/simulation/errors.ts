// What a script makes fail, and what cannot be simulated.
import { LampError } from "../core/error.ts";

/** Thrown where the script says so, as a handler would. */
export class ScriptedFailure extends LampError {
  readonly code = "scripted-failure";

  constructor(job: string, attempt: number) {
    super(`The script makes attempt ${attempt} of ${job} fail`);
  }
}

// What can be wrong with what arrives at the ledger.
import { LampError } from "../core/error.ts";

export class MalformedEnvelope extends LampError {
  readonly code = "malformed-envelope";

  constructor(member: string, expected: string, got: unknown) {
    const shown = JSON.stringify(got)?.slice(0, 100) ?? "nothing";
    super(
      `The event is no run's envelope: ${member} is ${shown}; expected ${expected}. ` +
        "`lamp run` and `lamp sync` write it right.",
    );
  }
}

export class RunExists extends LampError {
  readonly code = "run-exists";

  constructor(runId: string) {
    super(`A run ${runId} is in the ledger already. Ask again: each request has an id of its own.`);
  }
}

export class LedgerBusy extends LampError {
  readonly code = "ledger-busy";

  constructor(left: number) {
    super(`DynamoDB took ${left} of the ledger's items at no attempt: its table is throttled. Try again later.`);
  }
}

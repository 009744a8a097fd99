// What can keep a run from starting or ending well, in the words the history will show.
import { LampError } from "../core/error.ts";

export class NoHandler extends LampError {
  readonly code = "no-handler";

  constructor(got: string) {
    super(`The handler's default export is ${got}; expected a function, or job(async (input, run) => { … })`);
  }
}

export class NotConfigured extends LampError {
  readonly code = "not-configured";

  constructor(variable: string) {
    super(`The function's environment has no ${variable}: \`lamp sync\` sets it`);
  }
}

export class TimedOut extends LampError {
  readonly code = "timed-out";

  constructor(leftMs: number) {
    super(`The function's deadline is ${Math.max(0, Math.round(leftMs))} ms away: the attempt has to stop here`);
  }
}

/** What `run.signal` is aborted with when somebody asked the run to stop. */
export class Cancelled extends LampError {
  readonly code = "cancelled";
}

export class ResultNotJson extends LampError {
  readonly code = "result-not-json";

  constructor(cause: unknown, detail: string) {
    super(`The handler's result cannot be written as JSON: ${detail}. Return plain values.`, { cause });
  }
}

/** The ledger said no, for another reason than a condition. */
export class LedgerRefused extends LampError {
  readonly code: string = "ledger-refused";
  readonly awsCode: string;

  constructor(operation: string, awsCode: string, detail: string) {
    super(`The ledger refused ${operation}: ${awsCode}: ${detail}`);
    this.awsCode = awsCode;
  }
}

export class EventRefused extends LampError {
  readonly code = "event-refused";

  constructor(status: number, body: string) {
    super(`Lambda did not accept the event: HTTP ${status}: ${body.slice(0, 500)}`);
  }
}

export class LedgerUnreachable extends LampError {
  readonly code = "ledger-unreachable";

  constructor(operation: string, tries: number, detail: string, cause: unknown) {
    super(`The ledger did not answer ${operation} in ${tries} tries: ${detail}`, { cause });
  }
}

export class AnswerRefused extends LampError {
  readonly code = "answer-refused";

  constructor(operation: string, status: number, body: string) {
    super(`AWS did not answer ${operation} as expected: HTTP ${status}: ${body.slice(0, 500)}`);
  }
}

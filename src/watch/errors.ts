// What can keep a look from being whole.
import { LampError } from "../core/error.ts";

export class AnswerRefused extends LampError {
  readonly code = "answer-refused";

  constructor(operation: string, status: number, body: string) {
    super(`AWS did not answer ${operation} as expected: HTTP ${status}: ${body.slice(0, 500)}`);
  }
}

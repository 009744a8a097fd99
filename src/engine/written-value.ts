// A member of an operation's answer that is JSON already: what is stored as it is sent need not be read to be sent.

/** Only as a member of the answer itself, and only of services whose protocol is JSON. */
export class WrittenValue {
  readonly json: string;

  /** `json`: the member as the service's clients read it. */
  constructor(json: string) {
    this.json = json;
  }
}

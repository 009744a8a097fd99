// A door to DynamoDB that counts what goes through it: requests, and the items that DynamoDB looked at for them.
import type { Dynamo } from "../../src/ledger/dynamo.ts";

export class Counted implements Dynamo {
  readonly #dynamo: Dynamo;
  requests = 0;
  items = 0;

  constructor(dynamo: Dynamo) {
    this.#dynamo = dynamo;
  }

  async send(...[operation, input]: Parameters<Dynamo["send"]>) {
    this.requests++;
    const answer = await this.#dynamo.send(operation, input);
    this.items += Number(answer["ScannedCount"] ?? (answer["Item"] ? 1 : 0));
    return answer;
  }

  reset(): void {
    this.requests = 0;
    this.items = 0;
  }
}

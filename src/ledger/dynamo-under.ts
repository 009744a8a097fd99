// The ledger's door as a command has it while it holds the lock: what is written asks first whether it still may be.
import type { Dynamo, DynamoOperation } from "./dynamo.ts";

const READING: ReadonlySet<DynamoOperation> = new Set(["GetItem", "Query"]);

/** `ask` is called right before each request that writes; what it throws is the request's error. */
export const dynamoUnder = (dynamo: Dynamo, ask: () => Promise<void>): Dynamo => ({
  async send(operation, input) {
    if (!READING.has(operation)) await ask();
    return dynamo.send(operation, input);
  },
});

// The ledger's door to DynamoDB: low-level requests in DynamoDB's own JSON. The runtime signs its own; the command line uses the SDK.
import { LampError } from "../core/error.ts";

export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item };
export interface Item {
  readonly [attribute: string]: AttributeValue;
}

export type DynamoOperation = "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query" | "BatchWriteItem";

export interface Dynamo {
  /** Input and answer as in the DynamoDB API reference (`TableName` is filled in by the ledger). */
  send(
    operation: DynamoOperation,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
}

/** A conditional write that did not hold; `item` is the old item when the request asked for it. */
export class ConditionFailed extends LampError {
  readonly code = "condition-failed";
  readonly item: Item | undefined;

  constructor(item: Item | undefined) {
    super();
    this.item = item;
  }
}

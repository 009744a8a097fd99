// The ledger as its readers and writers are given it: the door to DynamoDB, the table's name, and the time.
import type { Clock } from "../core/clock.ts";
import { ConditionFailed, type Dynamo, type DynamoOperation, type Item } from "./dynamo.ts";

export interface Ledger {
  readonly dynamo: Dynamo;
  readonly table: string;
  readonly clock: Clock;
}

type Request = Readonly<Record<string, unknown>>;

/** Every attribute stands as `#name` in the expressions: DynamoDB reserves hundreds of words, `owner` and `state` among them. */
function withNames(request: Request): Request {
  const names: Record<string, string> = {};
  for (const [member, text] of Object.entries(request)) {
    if (!member.endsWith("Expression") || typeof text !== "string") continue;
    for (const [placeholder, name = ""] of text.matchAll(/#(\w+)/g)) names[placeholder] = name;
  }
  return Object.keys(names).length === 0 ? request : { ...request, ExpressionAttributeNames: names };
}

/** One request to the ledger's table. */
export function send(ledger: Ledger, operation: DynamoOperation, request: Request): Promise<Request> {
  return ledger.dynamo.send(operation, { TableName: ledger.table, ...withNames(request) });
}

/** Whether a conditional write held; the old item comes back where it did not. */
export type Conditional<T> =
  | { readonly held: true; readonly answer: T }
  | { readonly held: false; readonly item: Item | undefined };

export async function sendConditional(
  ledger: Ledger,
  operation: DynamoOperation,
  request: Request,
): Promise<Conditional<Request>> {
  try {
    const answer = await send(ledger, operation, { ...request, ReturnValuesOnConditionCheckFailure: "ALL_OLD" });
    return { held: true, answer };
  } catch (error) {
    if (error instanceof ConditionFailed) return { held: false, item: error.item };
    throw error;
  }
}

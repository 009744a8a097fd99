// The ledger as its readers and writers are given it: the door to DynamoDB, the table's name, and the time.
import type { Clock } from "../core/clock.ts";
import { ConditionFailed, type Dynamo, type DynamoOperation, type Item } from "./dynamo.ts";
import { RUN_STATES, type RunState } from "./items/run-item.ts";

export interface Ledger {
  readonly dynamo: Dynamo;
  readonly table: string;
  readonly clock: Clock;
}

type Request = Readonly<Record<string, unknown>>;

/** Every attribute stands as `#name` in the expressions: DynamoDB reserves hundreds of words, `owner` and `state` among them.
 * A run's state stands as itself: `:running` needs no value beside. */
function withPlaceholders(request: Request): Request {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = { ...(request["ExpressionAttributeValues"] as object | undefined) };
  for (const [member, text] of Object.entries(request)) {
    if (!member.endsWith("Expression")) continue;
    for (const [placeholder, kind, word = ""] of String(text).matchAll(/([#:])(\w+)/g)) {
      if (kind === "#") names[placeholder] = word;
      else if (RUN_STATES.includes(word as RunState)) values[placeholder] = { S: word };
    }
  }
  return { ...request, ExpressionAttributeNames: unlessEmpty(names), ExpressionAttributeValues: unlessEmpty(values) };
}

/** DynamoDB refuses a map of none. */
const unlessEmpty = (map: object): object | undefined => (Object.keys(map).length > 0 ? map : undefined);

/** One request to the ledger's table. */
export function send(ledger: Ledger, operation: DynamoOperation, request: Request): Promise<Request> {
  return ledger.dynamo.send(operation, { TableName: ledger.table, ...withPlaceholders(request) });
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

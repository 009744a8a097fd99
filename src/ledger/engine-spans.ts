// When the local engine was there to fire. What was due while nobody ran it is missed for that reason, and no other.
import { marshal, marshalItem, unmarshalItem } from "./items/attribute-value.ts";
import { PlainReader } from "./items/plain-reader.ts";
import { ENGINE_PARTITION, engineSpanKey } from "./keys.ts";
import { type Ledger, send } from "./ledger.ts";
import { queryWhole } from "./reads/query-whole.ts";
import { expirySeconds } from "./writes/expiry.ts";

export interface EngineSpan {
  readonly fromAt: number;
  /** As of its last beat. */
  readonly untilAt: number;
}

const KEEP_DAYS = 90;

/** The engine that began at `fromAt` is there at `untilAt`. */
export async function writeEngineSpan(ledger: Ledger, { fromAt, untilAt }: EngineSpan): Promise<void> {
  const expiresAt = expirySeconds(untilAt, KEEP_DAYS);
  await send(ledger, "PutItem", { Item: marshalItem({ ...engineSpanKey(fromAt), fromAt, untilAt, expiresAt }) });
}

/** Oldest first; none in AWS, which is always there. */
export async function readEngineSpans(ledger: Ledger): Promise<readonly EngineSpan[]> {
  const items = await queryWhole(ledger, {
    KeyConditionExpression: "#pk = :pk",
    ExpressionAttributeValues: { ":pk": marshal(ENGINE_PARTITION) },
  });
  return items.flatMap((item) => {
    const read = new PlainReader(unmarshalItem(item));
    const [fromAt, untilAt] = [read.number("fromAt"), read.number("untilAt")];
    return fromAt === undefined || untilAt === undefined ? [] : [{ fromAt, untilAt }];
  });
}

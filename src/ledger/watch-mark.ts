// How far the watcher has looked: it never looks at the same stretch of time twice, and goes on where it was cut off.
import { marshal, marshalItem, unmarshalItem } from "./items/attribute-value.ts";
import { PlainReader } from "./items/plain-reader.ts";
import { WATCH_MARK } from "./keys.ts";
import { type Ledger, sendConditional } from "./ledger.ts";
import { queryWhole } from "./reads/query-whole.ts";

export interface WatchMark {
  /** Every due time that was settled before this has a row, or needs none. */
  readonly doneTo: number;
  /** Of a look that ran out of time: up to `toAt` these jobs are done too, in the order of their names. */
  readonly part: { readonly toAt: number; readonly job: string } | undefined;
  /** When it was written; undefined in one that is to be. */
  readonly at?: number | undefined;
}

/** By a query, which whoever plans and verifies may make; a get takes a right of its own. */
export async function readWatchMark(ledger: Ledger): Promise<WatchMark | undefined> {
  const [item] = await queryWhole(ledger, {
    KeyConditionExpression: "#pk = :pk AND #sk = :sk",
    ExpressionAttributeValues: marshalItem({ ":pk": WATCH_MARK.pk, ":sk": WATCH_MARK.sk }),
  });
  if (!item) return undefined;
  const read = new PlainReader(unmarshalItem(item));
  const doneTo = read.number("doneTo");
  const [toAt, job] = [read.object("part")?.number("toAt"), read.object("part")?.text("job")];
  const part = toAt !== undefined && job !== undefined ? { toAt, job } : undefined;
  return doneTo === undefined ? undefined : { doneTo, part, at: read.number("at") };
}

/** Never back: of two looks at once the one that is less far writes nothing. */
export async function moveWatchMark(ledger: Ledger, { doneTo, part }: WatchMark): Promise<void> {
  await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...WATCH_MARK }),
    UpdateExpression: `SET #doneTo = :doneTo, #at = :at${part ? ", #part = :part" : " REMOVE #part"}`,
    ConditionExpression: "attribute_not_exists(#doneTo) OR #doneTo <= :doneTo",
    ExpressionAttributeValues: {
      ":doneTo": marshal(doneTo),
      ":at": marshal(ledger.clock.now()),
      ...(part ? { ":part": marshal({ ...part }) } : {}),
    },
  });
}

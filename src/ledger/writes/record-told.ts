// Writes down how a run of a function that is not ours ended: one row, however often and in whatever order it is told.
import type { Item } from "../dynamo.ts";
import { marshalItem, type PlainObject, unmarshalItem } from "../items/attribute-value.ts";
import { PlainReader } from "../items/plain-reader.ts";
import { parseRunItem } from "../items/run-item.ts";
import { type ToldEnding, toldRun } from "../items/told-run.ts";
import { type RunRef, recentKey, runIdOf, runItemKey } from "../keys.ts";
import { type Ledger, send, sendConditional } from "../ledger.ts";
import { expirySeconds } from "./expiry.ts";
import { duplicateOf } from "./record-duplicate.ts";

/** Which row tells of it, and whether its event has gone to a queue already. */
export interface ToldRow {
  readonly run: RunRef;
  readonly lettered: boolean;
}

/** Each try loses to another writer of the same row: more of them than this at once there are not. */
const TRIES = 8;

/** undefined where the event is nobody's here: one by hand that this ledger did not ask for. `isOurs` says that it is
 * known to be. */
export async function recordTold(ledger: Ledger, told: ToldEnding, isOurs: boolean): Promise<ToldRow | undefined> {
  const { run } = told.envelope;
  for (let tries = 0; tries < TRIES; tries++) {
    const item = await readRow(ledger, run);
    if (!isOurs && keyIn(item) !== told.envelope.runKey) return undefined;
    const found = item && parseRunItem(item);
    // What lies there and is no run marks a due time that another name of the job has.
    const next = toldRun(found, told);
    if (next.kind === "known") return { run, lettered: isLettered(item, told.requestId) };
    if (next.duplicate || (item && !found)) return writeDuplicate(ledger, told, next.members);
    if (await replaceRow(ledger, run, item, expiring(ledger, told, next.members))) return { run, lettered: false };
  }
  throw new Error(`the row of run ${runIdOf(run)} changed ${TRIES} times while it was written`);
}

/** Its event has gone to a queue: told once more, it does not go there twice. */
export async function markLettered(ledger: Ledger, run: RunRef, requestId: string): Promise<void> {
  await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...runItemKey(run) }),
    UpdateExpression: "SET #lettered = :requestId",
    ConditionExpression: "#requestId = :requestId",
    ExpressionAttributeValues: marshalItem({ ":requestId": requestId }),
  });
}

async function writeDuplicate(ledger: Ledger, told: ToldEnding, members: PlainObject): Promise<ToldRow> {
  const run = duplicateOf(told.envelope.run, told.requestId);
  const own = { ...members, ...recentKey(run), runId: runIdOf(run) };
  const written = await replaceRow(ledger, run, undefined, expiring(ledger, told, own));
  const lettered = !written && isLettered(await readRow(ledger, run), told.requestId);
  return { run, lettered };
}

/** What tells one state of a row from another. */
const VERSION = ["state", "generation", "requestId"] as const;
/** Of the state before. */
const STALE = new Set(["cause", "reason", "result", "lettered"]);

/** Held only while the row is what was read. */
async function replaceRow(ledger: Ledger, run: RunRef, old: Item | undefined, members: PlainObject): Promise<boolean> {
  const unchanged = VERSION.map((name) => (old?.[name] ? `#${name} = :${name}` : `attribute_not_exists(#${name})`));
  const values = VERSION.flatMap((name) => (old?.[name] ? [[`:${name}`, old[name]] as const] : []));
  const kept = Object.entries(old ?? {}).filter(([name]) => !STALE.has(name));
  const answer = await sendConditional(ledger, "PutItem", {
    Item: { ...Object.fromEntries(kept), ...marshalItem({ ...runItemKey(run), ...members }) },
    ConditionExpression: old ? unchanged.join(" AND ") : "attribute_not_exists(#pk)",
    ...(values.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(values) } : {}),
  });
  return answer.held;
}

const expiring = (ledger: Ledger, told: ToldEnding, members: PlainObject): PlainObject => ({
  ...members,
  expiresAt: expirySeconds(ledger.clock.now(), told.envelope.policy.keepDays),
});

async function readRow(ledger: Ledger, run: RunRef): Promise<Item | undefined> {
  const answer = await send(ledger, "GetItem", { Key: marshalItem({ ...runItemKey(run) }), ConsistentRead: true });
  return answer["Item"] as Item | undefined;
}

const readerOf = (item: Item | undefined) => new PlainReader(item ? unmarshalItem(item) : {});
const keyIn = (item: Item | undefined): string | undefined => readerOf(item).text("runKey");
/** A row that has moved on did so by its letter. */
function isLettered(item: Item | undefined, requestId: string): boolean {
  const row = readerOf(item);
  return row.text("requestId") !== requestId || row.text("lettered") === requestId;
}

// PutEvents and TestEventPattern, and the same act for the engine's other services.

import { ServiceError } from "../service.ts";
import { busOf } from "./buses.ts";
import { type BusEvent, deliver } from "./deliver.ts";
import { type Events, invalid } from "./events.ts";
import { parseEventPattern } from "./pattern/event-pattern.ts";
import { isRecord } from "./pattern/value-test.ts";

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly Resources?: readonly string[];
  /** Epoch seconds. */
  readonly Time?: number;
  readonly EventBusName?: string;
}

/** What another service of the engine has to tell. */
export interface ServiceEvent {
  readonly source: string;
  readonly detailType: string;
  /** JSON text of an object, or the object. */
  readonly detail: string | object;
  readonly resources?: readonly string[];
}

/** User Guide, sending events with PutEvents. */
const MOST_BYTES = 1_048_576;
const BYTES_OF_TIME = 14;

export const putEvents = (events: Events) => (input: { readonly Entries: readonly Entry[] }) => {
  if (input.Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) >= MOST_BYTES) {
    throw invalid("Total size of the entries in the request is over the limit.");
  }
  const refusals = input.Entries.map(refusalOf);
  // One commit for all deliveries: an answer that never came means that nothing was delivered.
  const results = events.store.transaction(() =>
    input.Entries.map((entry, index) => refusals[index] ?? { EventId: accept(events, entry) }),
  );
  return { FailedEntryCount: refusals.filter((refusal) => refusal !== undefined).length, Entries: results };
};

export const testEventPattern =
  () =>
  ({ EventPattern, Event }: { readonly EventPattern: string; readonly Event: string }) => {
    const test = parseEventPattern(EventPattern);
    const event = parse(Event);
    if (!isRecord(event)) throw invalid("Parameter Event is not valid.");
    const missing = ["id", "account", "source", "time", "region", "resources", "detail-type"].find(
      (name) => !(name in event),
    );
    if (missing) throw invalid(`Parameter Event is not valid. Reason: ${missing} is a required member of an event.`);
    return { Result: test(event) };
  };

export function putServiceEvent(events: Events, bus: string, event: ServiceEvent): void {
  const { name } = busOf(events, bus);
  const detail = typeof event.detail === "string" ? parse(event.detail) : event.detail;
  if (!isRecord(detail)) throw invalid("Parameter Detail is not valid. Reason: Detail must be a JSON object.");
  const now = events.clock.now();
  const full = eventOf(events, event.source, event.detailType, event.resources ?? [], detail, now);
  events.store.transaction(() => deliver(events, name, full));
}

/** A bus that does not exist takes the event and drops it (API Reference, PutEvents). */
function accept(events: Events, entry: Entry): string {
  const time = entry.Time === undefined ? events.clock.now() : entry.Time * 1_000;
  const { Source = "", DetailType = "", Resources = [], Detail = "" } = entry;
  const event = eventOf(events, Source, DetailType, Resources, parse(Detail), time);
  const bus = existingBus(events, entry.EventBusName);
  if (bus !== undefined) deliver(events, bus, event);
  return event.id;
}

function existingBus(events: Events, given: string | undefined): string | undefined {
  try {
    return busOf(events, given).name;
  } catch (error) {
    if (error instanceof ServiceError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

export function eventOf(
  events: Events,
  source: string,
  detailType: string,
  resources: readonly string[],
  detail: unknown,
  time: number,
): BusEvent {
  return {
    version: "0",
    id: events.random.uuid(),
    "detail-type": detailType,
    source,
    account: events.account,
    time: new Date(time).toISOString().replace(/\.\d{3}Z$/, "Z"),
    region: events.region,
    resources,
    detail,
  };
}

function refusalOf(entry: Entry): { ErrorCode: string; ErrorMessage: string } | undefined {
  for (const name of ["Source", "DetailType", "Detail"] as const) {
    if (entry[name]) continue;
    const text = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
    return { ErrorCode: "InvalidArgument", ErrorMessage: text };
  }
  if (entry.Source?.startsWith("aws.")) {
    return { ErrorCode: "NotAuthorizedForSource", ErrorMessage: "Not authorized for the source." };
  }
  if (!isRecord(parse(entry.Detail ?? "")))
    return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  return undefined;
}

function sizeOf(entry: Entry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), 0);
  return bytes + (entry.Time === undefined ? 0 : BYTES_OF_TIME);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// CreateEventBus, DescribeEventBus, ListEventBuses and DeleteEventBus.
import { ServiceError } from "../service.ts";
import { busArn, DEFAULT_BUS, type Events, invalid, limitExceeded, notFound, type Paging, pageOf } from "./events.ts";
import { checkTags, type Tag } from "./tags.ts";

interface BusSettings {
  readonly Description?: string;
  readonly KmsKeyIdentifier?: string;
  readonly DeadLetterConfig?: object;
  readonly LogConfig?: object;
}

interface BusRow {
  readonly name: string;
  readonly settings: string;
  readonly created_at: number;
}

/** Quota per account and region (User Guide, EventBridge quotas). */
const MOST_BUSES = 100;
const SETTINGS = ["Description", "KmsKeyIdentifier", "DeadLetterConfig", "LogConfig"] as const;

export const createEventBus =
  (events: Events) => (input: BusSettings & { readonly Name: string; readonly Tags?: readonly Tag[] }) => {
    if (input.Name.includes("/")) throw invalid("Event bus name must not contain '/'.");
    const settings = Object.fromEntries(SETTINGS.flatMap((name) => (input[name] ? [[name, input[name]]] : [])));
    events.store.transaction(() => {
      if (findBus(events, input.Name)) {
        throw new ServiceError("ResourceAlreadyExistsException", `Event bus ${input.Name} already exists.`);
      }
      const count = events.store.get<{ n: number }>("SELECT COUNT(*) AS n FROM events_buses")?.n ?? 0;
      if (count >= MOST_BUSES) throw limitExceeded("The requested resource exceeds the maximum number allowed.");
      writeBus(events, input.Name, settings, checkTags([], input.Tags ?? []));
    });
    return { EventBusArn: busArn(events, input.Name), ...settings };
  };

export const describeEventBus = (events: Events) => (input: { readonly Name?: string }) => {
  const bus = busOf(events, input.Name);
  return { ...shownBus(events, bus), ...JSON.parse(bus.settings) };
};

export const listEventBuses = (events: Events) => (input: Paging & { readonly NamePrefix?: string }) => {
  const buses = events.store
    .all<BusRow>("SELECT * FROM events_buses ORDER BY name")
    .filter(({ name }) => name.startsWith(input.NamePrefix ?? ""));
  const { shown, page } = pageOf(buses, ({ name }) => name, input);
  return { EventBuses: shown.map((bus) => shownBus(events, bus)), ...page };
};

/** Deleting what is not there succeeds. */
export const deleteEventBus = (events: Events) => (input: { readonly Name: string }) => {
  if (input.Name === DEFAULT_BUS) throw invalid(`Cannot delete event bus ${DEFAULT_BUS}.`);
  events.store.transaction(() => {
    if (events.store.get("SELECT 1 FROM events_rules WHERE bus = ? LIMIT 1", input.Name)) {
      throw invalid(`Event bus ${input.Name} can't be deleted since it has rules.`);
    }
    events.store.run("DELETE FROM events_buses WHERE name = ?", input.Name);
  });
};

export function ensureDefaultBus(events: Events): void {
  if (!findBus(events, DEFAULT_BUS)) writeBus(events, DEFAULT_BUS, {}, []);
}

/** A bus by name, by ARN, or the default one. */
export function busOf(events: Events, given: string | undefined): BusRow {
  const name = (given ?? DEFAULT_BUS).replace(busArn(events, ""), "");
  const bus = findBus(events, name);
  if (!bus) throw notFound(`Event bus ${name} does not exist.`);
  return bus;
}

function findBus(events: Events, name: string): BusRow | undefined {
  return events.store.get<BusRow>("SELECT * FROM events_buses WHERE name = ?", name);
}

function writeBus(events: Events, name: string, settings: object, tags: readonly Tag[]): void {
  events.store.run(
    "INSERT INTO events_buses (name, settings, tags, created_at) VALUES (?, ?, ?, ?)",
    name,
    JSON.stringify(settings),
    JSON.stringify(tags),
    events.clock.now(),
  );
}

function shownBus(events: Events, bus: BusRow) {
  const at = bus.created_at / 1_000;
  return { Name: bus.name, Arn: busArn(events, bus.name), CreationTime: at, LastModifiedTime: at };
}

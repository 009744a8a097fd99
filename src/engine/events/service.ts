// EventBridge buses: rules whose patterns choose events, and the targets that get them.
import type { Log } from "../../core/log.ts";
import { BoundedCache } from "../bounded-cache.ts";
import type { EngineContext, Operation, Service } from "../service.ts";
import { eventsAccess } from "./access.ts";
import { createEventBus, deleteEventBus, describeEventBus, ensureDefaultBus, listEventBuses } from "./buses.ts";
import type { Events, EventTargets } from "./events.ts";
import { parseEventPattern } from "./pattern/event-pattern.ts";
import { putEvents, putServiceEvent, type ServiceEvent, testEventPattern } from "./put-events.ts";
import { RuleTicker } from "./rule-ticker.ts";
import { deleteRule, describeRule, listRules, putRule, setRuleState } from "./rules.ts";
import { EVENTS_SCHEMA } from "./schema.ts";
import { listTagsForResource, tagResource, untagResource } from "./tags.ts";
import { listRuleNamesByTarget, listTargetsByRule, putTargets, removeTargets } from "./targets.ts";
import { nextAttemptAt } from "./undelivered.ts";

export interface EventsService {
  readonly service: Service;
  /** What another service of the engine puts on a bus (name or ARN). Throws ServiceError if there is no such bus. */
  putEvent(bus: string, event: ServiceEvent): void;
  /** Rules with a schedule fire from now on. */
  start(): void;
  /** No event waits for another attempt. */
  atRest(): boolean;
  stop(): void;
}

export function createEventsService(context: EngineContext, targets: EventTargets, log: Log): EventsService {
  const { store, clock, random, account, region } = context;
  store.define(EVENTS_SCHEMA);
  const patterns = new BoundedCache(parseEventPattern);
  const changed = () => ticker.wake();
  const events: Events = { store, clock, random, account, region, targets, patterns, log, changed };
  const ticker = new RuleTicker(events);
  ensureDefaultBus(events);
  return {
    service: { name: "events", operations: operationsOf(events), access: eventsAccess(events) },
    putEvent: (bus, event) => putServiceEvent(events, bus, event),
    start: () => ticker.start(),
    atRest: () => nextAttemptAt(store) === undefined,
    stop: () => ticker.stop(),
  };
}

function operationsOf(events: Events): Record<string, Operation> {
  return {
    CreateEventBus: createEventBus(events),
    DescribeEventBus: describeEventBus(events),
    ListEventBuses: listEventBuses(events),
    DeleteEventBus: deleteEventBus(events),
    PutRule: putRule(events),
    DescribeRule: describeRule(events),
    ListRules: listRules(events),
    EnableRule: setRuleState(events, "ENABLED"),
    DisableRule: setRuleState(events, "DISABLED"),
    DeleteRule: deleteRule(events),
    PutTargets: putTargets(events),
    RemoveTargets: removeTargets(events),
    ListTargetsByRule: listTargetsByRule(events),
    ListRuleNamesByTarget: listRuleNamesByTarget(events),
    PutEvents: putEvents(events),
    TestEventPattern: testEventPattern(),
    TagResource: tagResource(events),
    UntagResource: untagResource(events),
    ListTagsForResource: listTagsForResource(events),
  };
}

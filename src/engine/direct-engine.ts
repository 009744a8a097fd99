// The engine without a port and without a disk: for a caller in the same process, who asks for operations by name.
import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { Random } from "../core/random.ts";
import { ownerOf } from "./access/caller.ts";
import type { Host } from "./lambda/host/host.ts";
import type { Targets } from "./scheduler/scheduler.ts";
import type { Call, EngineContext } from "./service.ts";
import { ServiceError } from "./service.ts";
import { createServices } from "./services.ts";
import { Store } from "./store.ts";
import { shapeOf } from "./wire/model.ts";
import { modelOf } from "./wire/models.ts";
import { readerOf } from "./wire/protocols/json-reader.ts";
import { validate } from "./wire/validate.ts";
import { WrittenValue } from "./written-value.ts";

export interface DirectEngineOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly account: string;
  readonly log: Log;
  readonly lambdaClock: Clock;
  readonly host: Host;
  /** Stands between the Scheduler and its targets. */
  readonly between: (targets: Targets) => Targets;
  /** The caller's own, which outlive this engine: the next one goes on with them. */
  readonly kept?: { readonly store: Store; readonly directory: string } | undefined;
}

/** Members in the model's own shapes: timestamps are epoch seconds. */
type Members = Readonly<Record<string, unknown>>;

export interface DirectEngine {
  /** Throws ServiceError as the wire would answer it; input is checked against the model first. */
  call(service: string, operation: string, input: Members): Promise<Members>;
  /** The same for input that is known to be as the model wants it. */
  callUnchecked(service: string, operation: string, input: Members): Promise<Members>;
  /** Nothing fired is under way, waits for another attempt, or runs. */
  atRest(): boolean;
  close(): Promise<void>;
}

const ORIGIN = "http://127.0.0.1";

/** Everything is kept in memory and ends with `close`, unless it is the caller's; schedules fire as the clock is moved. */
export function openDirectEngine(options: DirectEngineOptions): DirectEngine {
  const { clock, lambdaClock, random, region, account, host, between, log } = options;
  const { store, directory } = options.kept ?? { store: Store.open(":memory:"), directory: ":memory:" };
  const context: EngineContext = { store, clock, random, account, region, origin: () => ORIGIN };
  // Functions of others stand here without their roles; what a call may do is nothing that time changes.
  const parts = { lambdaClock, host, between, limits: undefined, enforcePermissions: false };
  const services = createServices(context, { log, directory, bootstrapPath: undefined, ...parts });
  const operations = new Map(services.all.map((service) => [service.name, service.operations]));
  const { signal } = new AbortController();
  const callUnchecked = async (service: string, operation: string, input: Members) => {
    const act = operations.get(service)?.[operation];
    if (!act) throw new ServiceError("NotImplemented", `${service}.${operation} is not implemented by the engine.`);
    const who = { accessKeyId: undefined, caller: ownerOf(account), refusal: () => undefined };
    const call: Call = { requestId: random.uuid(), region, account, origin: ORIGIN, signal, ...who };
    return membersRead(service, operation, ((await act(input, call)) ?? {}) as Members);
  };
  services.start(true);
  return {
    callUnchecked,
    async call(service, operation, input) {
      const model = modelOf(service);
      if (model) validate(model, model.operations[operation]?.input, input);
      return callUnchecked(service, operation, input);
    },
    atRest: () => services.atRest(),
    async close() {
      await services.close();
      services.flush();
      if (!options.kept) store.close();
    },
  };
}

/** What is JSON already for the wire's sake, as the values that it stands for. */
function membersRead(service: string, operation: string, output: Members): Members {
  const written = Object.entries(output).filter(([, member]) => member instanceof WrittenValue);
  const model = written.length === 0 ? undefined : modelOf(service);
  if (!model) return output;
  const { members = {} } = shapeOf(model, model.operations[operation]?.output);
  const read = written.map(([name, member]) => [
    name,
    readerOf(model, shapeOf(model, members[name]), "member")(JSON.parse((member as WrittenValue).json)),
  ]);
  return { ...output, ...Object.fromEntries(read) };
}

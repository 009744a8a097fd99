// The local AWS: one store, one loopback port, all services, and the ticker that makes schedules fire.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Clock, systemClock } from "../core/clock.ts";
import { messageOf } from "../core/error.ts";
import { type Log, silentLog } from "../core/log.ts";
import { type Random, systemRandom } from "../core/random.ts";
import { withDurableOperations } from "./durable-operations.ts";
import { StoreLocked } from "./errors.ts";
import type { FunctionLimits } from "./lambda/limits.ts";
import type { EngineContext } from "./service.ts";
import { createServices, type Services } from "./services.ts";
import { makePrivateFolder } from "./store/private-folder.ts";
import { Store } from "./store.ts";
import { listen } from "./wire/server.ts";

export interface EngineOptions {
  /** Where the state is kept, made where missing; `:memory:` keeps none. */
  readonly directory: string | ":memory:";
  /** 0, the default, takes any free port. */
  readonly port?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  /** false: the APIs are served and functions run, but no schedule fires (the short-lived engine of one command). */
  readonly fire?: boolean | undefined;
  readonly log?: Log | undefined;
  /** false: what roles may do is not checked, neither of functions nor of schedules. Default true. */
  readonly enforcePermissions?: boolean | undefined;
  /** true: the Scheduler takes no more requests a second than AWS does of a new account. */
  readonly limitRates?: boolean | undefined;
  /** What the health page says. */
  readonly version?: string | undefined;
  /** The program that runs in a function's process; found beside the engine's source when not given. */
  readonly bootstrapPath?: string | undefined;
  readonly functions?: FunctionLimits | undefined;
}

/** A mutating operation that succeeded. */
export interface Change {
  readonly service: string;
  readonly operation: string;
}

export interface Engine {
  readonly endpoint: string;
  readonly port: number;
  readonly clock: Clock;
  readonly store: Store;
  /** Resolves when no delivery and no invocation is in flight: what may only go on when the clock moves is not waited for. */
  settle(): Promise<void>;
  onChange(listener: (change: Change) => void): void;
  /** Stops firing, lets what runs end within a grace, closes the store. Safe to call twice. */
  close(): Promise<void>;
}

const READING =
  /^(Get|List|Describe|Head|Query$|Scan$|BatchGet|TransactGet|Filter|Test|Simulate|ReceiveMessage$|StartLiveTail$)/;

export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { clock = systemClock, random = systemRandom, log = silentLog, fire = true } = options;
  const { region = "us-east-1", account = "000000000000" } = options;
  const store = openStore(options.directory);
  let endpoint = "";
  const context: EngineContext = { store, clock, random, account, region, origin: () => endpoint };
  let services: Services | undefined;
  try {
    const { bootstrapPath, directory, functions: limits, enforcePermissions, limitRates } = options;
    const parts = { bootstrapPath, directory, limits, enforcePermissions, limitRates };
    services = createServices(context, { log, ...parts });
    const listeners = new Set<(change: Change) => void>();
    const health = healthOf(options, clock, fire);
    const wire = await listen(options.port ?? 0, {
      region,
      account,
      random,
      services: services.all.map((service) => withDurableOperations(service, store)),
      access: services.access,
      health: () => health,
      done(service, operation) {
        if (!READING.test(operation)) for (const listener of listeners) listener({ service, operation });
      },
      faulted: (service, operation, error) => log.warn(`${service} ${operation ?? "request"}: ${messageOf(error)}`),
    });
    endpoint = `http://127.0.0.1:${wire.port}`;
    services.start(fire);
    return engineOf({ endpoint, port: wire.port, clock, store }, services, wire.close, listeners);
  } catch (error) {
    await services?.close();
    store.close();
    throw error;
  }
}

function engineOf(
  parts: Pick<Engine, "endpoint" | "port" | "clock" | "store">,
  services: Services,
  closeWire: () => Promise<void>,
  listeners: Set<(change: Change) => void>,
): Engine {
  let closing: Promise<void> | undefined;
  const close = async () => {
    try {
      await services.close();
      await closeWire();
      services.flush();
    } finally {
      parts.store.close();
    }
  };
  return {
    ...parts,
    settle: () => services.settle(),
    onChange: (listener) => void listeners.add(listener),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function openStore(directory: string): Store {
  if (directory === ":memory:") return Store.open(directory);
  makePrivateFolder(directory);
  const path = join(directory, "engine.db");
  try {
    return Store.open(path);
  } catch (error) {
    if (!(error instanceof StoreLocked)) throw error;
    throw new StoreLocked(path, error.cause, holderOf(directory));
  }
}

/** `engine.json` is the note a running engine's owner leaves beside the store. */
function holderOf(directory: string): string | undefined {
  try {
    const note = JSON.parse(readFileSync(join(directory, "engine.json"), "utf8")) as Record<string, unknown>;
    return `process ${Number(note["pid"])}, started ${String(note["startedAt"])}, at ${String(note["endpoint"])}`;
  } catch {
    return undefined;
  }
}

function healthOf(options: EngineOptions, clock: Clock, fire: boolean) {
  return {
    engine: "lamplighter",
    version: options.version ?? "unknown",
    pid: process.pid,
    store: options.directory,
    region: options.region ?? "us-east-1",
    startedAt: new Date(clock.now()).toISOString(),
    mode: fire ? "firing" : "serving",
  } as const;
}

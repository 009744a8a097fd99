// Keeps execution environments: takes a warm one or starts a new one, up to the limits, and lets the idle ones go.
import { randomUUID } from "node:crypto";
import type { Keys } from "../../sts/sessions.ts";
import type { FunctionLimits } from "../limits.ts";
import { ClosedApi } from "./closed-api.ts";
import { Environment, type EnvironmentPlace } from "./environment.ts";
import { EnvironmentLog, type LogLine } from "./environment-log.ts";
import { exitMessage } from "./exit-reason.ts";
import type { Host } from "./host.ts";
import type { FunctionSpec, InvocationOutcome, InvocationRequest } from "./invocation.ts";
import { memoryWatch } from "./memory.ts";
import { endProcesses } from "./processes.ts";
import { runInvocation } from "./run-invocation.ts";
import { Spare } from "./spare.ts";
import { startEnvironment } from "./start-environment.ts";
import { StartGate } from "./start-gate.ts";
import { storageWatch } from "./storage-watch.ts";
import type { SystemLog } from "./system-events.ts";
import { systemLog } from "./system-log.ts";
import { throttled } from "./throttle.ts";
import { Warden } from "./warden.ts";

export interface HostOptions {
  readonly region: string;
  readonly bootstrapPath: string;
  readonly nodePath: string;
  readonly temporaryRoot: string;
  /** The engine's address, known once it listens. */
  readonly origin: () => string;
  readonly now: () => number;
  /** The engine's clock is not the machine's. */
  readonly virtual: boolean;
  readonly put: (spec: FunctionSpec, stream: string, lines: readonly LogLine[]) => void;
  /** Throws when the function's role cannot be taken. */
  readonly keysOf: (spec: FunctionSpec) => Keys;
  readonly limits: Required<FunctionLimits>;
}

/** Real time: idle processes cost the machine's memory, whatever the engine's clock shows. */
const SWEEP_MS = 30_000;

export class FunctionHost implements Host {
  readonly #options: HostOptions;
  readonly #idle = new Map<string, Environment[]>();
  readonly #environments = new Set<Environment>();
  readonly #busyOf = new Map<string, number>();
  readonly #memory = memoryWatch();
  readonly #storage = storageWatch();
  readonly #gate = new StartGate();
  readonly #warden = new Warden();
  readonly #closedApi = new ClosedApi();
  readonly #spare: Spare;
  readonly #sweep: NodeJS.Timeout;
  #busy = 0;
  #closed = false;

  constructor(options: HostOptions) {
    this.#options = options;
    const { idleMs, concurrency } = options.limits;
    const isQuiet = () => this.#busy === 0 && this.#environments.size < concurrency;
    this.#spare = new Spare({ temporaryRoot: options.temporaryRoot, warden: this.#warden, isQuiet });
    const sweep = () => this.#dropIdle(performance.now() - idleMs);
    this.#sweep = setInterval(sweep, Math.min(SWEEP_MS, idleMs)).unref();
  }

  /** How many more invocations are taken now. */
  get room(): number {
    return this.#closed ? 0 : this.#options.limits.concurrency - this.#busy;
  }

  busyOf(name: string): number {
    return this.#busyOf.get(name) ?? 0;
  }

  async invoke(spec: FunctionSpec, request: InvocationRequest): Promise<InvocationOutcome> {
    if (request.reserved !== undefined && this.busyOf(spec.name) >= request.reserved) {
      throw throttled("ReservedFunctionConcurrentInvocationLimitExceeded");
    }
    if (this.room <= 0) throw throttled("ConcurrentInvocationLimitExceeded");
    this.#count(spec.name, 1);
    try {
      return await this.#invoke(spec, request);
    } finally {
      this.#count(spec.name, -1);
      if (this.#busy === 0 && !this.#closed) this.#spare.considerNow();
    }
  }

  /** Lets go the idle environments of a function whose code or settings are no longer in force. */
  retire(name: string, stillInForce: (key: string) => boolean = () => false): void {
    for (const { spec } of [...this.#idle.values()].flatMap((environments) => environments[0] ?? [])) {
      if (spec.name !== name || stillInForce(spec.key)) continue;
      for (const environment of this.#idle.get(spec.key) ?? []) this.#drop(environment);
    }
  }

  /** Ends every environment; what runs in one fails as if it had crashed. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#sweep);
    endProcesses([...this.#environments].flatMap((environment) => environment.condemn() ?? []));
    this.#environments.clear();
    this.#idle.clear();
    this.#spare.close();
    this.#closedApi.close();
    this.#warden.close();
  }

  async #invoke(spec: FunctionSpec, request: InvocationRequest): Promise<InvocationOutcome> {
    const { now, virtual } = this.#options;
    const system = systemLog(spec, this.#options);
    const warm = this.#takeIdle(spec.key);
    const keys = warm ? undefined : this.#options.keysOf(spec);
    const cold = keys && (await this.#gate.pass(() => this.#start(spec, keys, system)));
    const environment = warm ?? cold?.environment;
    if (!environment) throw throttled("ConcurrentInvocationLimitExceeded");
    if (warm) warm.log.begin();
    this.#memory.add(environment);
    this.#storage.add(environment);
    try {
      return await runInvocation(environment, {
        request,
        system,
        now,
        virtual,
        started: cold,
      });
    } finally {
      this.#memory.remove(environment);
      this.#storage.remove(environment);
      this.#keepOrDrop(environment);
    }
  }

  #start(spec: FunctionSpec, keys: Keys, system: SystemLog) {
    if (this.#closed) throw throttled("ConcurrentInvocationLimitExceeded");
    const { options, logStream } = { options: this.#options, logStream: this.#streamName(spec) };
    const log = new EnvironmentLog((lines) => options.put(spec, logStream, lines), options.now);
    const [warden, spare, closedApi] = [this.#warden, this.#spare, this.#closedApi];
    const place: EnvironmentPlace = { ...options, origin: options.origin(), logStream, keys, warden, spare, closedApi };
    return startEnvironment({
      system,
      initLimitMs: options.limits.initMs,
      isClosed: () => this.#closed,
      drop: (environment) => this.#drop(environment),
      make: () => {
        const environment = new Environment(spec, log, place);
        this.#environments.add(environment);
        environment.onGone = (unasked) => {
          this.#forget(environment);
          if (unasked) log.system(system.fault(unasked.requestId, exitMessage(unasked.reason)));
        };
        return environment;
      },
    });
  }

  #streamName(spec: FunctionSpec): string {
    const day = new Date(this.#options.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    return `${day}/[${spec.version}]${randomUUID().replaceAll("-", "")}`;
  }

  #takeIdle(key: string): Environment | undefined {
    const environments = this.#idle.get(key) ?? [];
    const at = environments.findLastIndex((environment) => environment.ready);
    return at < 0 ? undefined : environments.splice(at, 1)[0];
  }

  #keepOrDrop(environment: Environment): void {
    if (this.#closed || !environment.idle) {
      this.#drop(environment);
      return;
    }
    environment.lastUsedAt = performance.now();
    environment.freeze();
    const others = this.#idle.get(environment.spec.key);
    if (others) others.push(environment);
    else this.#idle.set(environment.spec.key, [environment]);
    const { concurrency } = this.#options.limits;
    if (this.#environments.size + this.#spare.count > concurrency) this.#spare.drop();
    if (this.#environments.size > concurrency) this.#dropLongestIdle();
  }

  #dropIdle(before: number): void {
    this.#spare.drop(before);
    for (const environment of [...this.#idle.values()].flat()) {
      if (environment.lastUsedAt < before) this.#drop(environment);
    }
  }

  #dropLongestIdle(): void {
    const idle = [...this.#idle.values()].flat();
    const oldest = idle.reduce((a, b) => (b.lastUsedAt < a.lastUsedAt ? b : a));
    this.#drop(oldest);
  }

  #drop(environment: Environment): void {
    this.#forget(environment);
    environment.kill();
  }

  #forget(environment: Environment): void {
    this.#environments.delete(environment);
    const { key } = environment.spec;
    const kept = (this.#idle.get(key) ?? []).filter((other) => other !== environment);
    if (kept.length > 0) this.#idle.set(key, kept);
    else this.#idle.delete(key);
  }

  #count(name: string, by: 1 | -1): void {
    this.#busy += by;
    const busy = (this.#busyOf.get(name) ?? 0) + by;
    if (busy > 0) this.#busyOf.set(name, busy);
    else this.#busyOf.delete(name);
  }
}

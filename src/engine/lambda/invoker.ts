// From a version of a function to its run in the host: the specification is made once for each revision.

import { ServiceError } from "../service.ts";
import type { CodeStore } from "./code-store.ts";
import { configurationOf, type FunctionsTable, type VersionRow } from "./control/functions-table.ts";
import type { Host } from "./host/host.ts";
import type { FunctionSpec, InvocationOutcome, InvocationRequest } from "./host/invocation.ts";
import { RUNTIMES } from "./host/runtime-command.ts";

export class Invoker {
  /** Called when an invocation of whatever kind ended. */
  onEnd: () => void = () => {};
  readonly #host: Host;
  readonly #table: FunctionsTable;
  readonly #code: CodeStore;
  readonly #specs = new Map<string, FunctionSpec>();
  readonly #held = new Map<string, number>();
  readonly #inFlight = new Set<Promise<unknown>>();

  constructor(host: Host, table: FunctionsTable, code: CodeStore) {
    this.#host = host;
    this.#table = table;
    this.#code = code;
  }

  run(version: VersionRow, request: Omit<InvocationRequest, "reserved">): Promise<InvocationOutcome> {
    const work = this.#run(version, request);
    this.#inFlight.add(work);
    const done = () => {
      this.#inFlight.delete(work);
      this.onEnd();
    };
    work.then(done, done);
    return work;
  }

  /** How many more invocations the host takes now. */
  room(): number {
    return this.#host.room;
  }

  /** Whether the function's own concurrency, with what is held for it, is used up. */
  refusal(name: string): boolean {
    const reserved = this.#table.get(name).reserved ?? undefined;
    if (reserved === undefined) return false;
    return this.#host.busyOf(name) + (this.#held.get(name) ?? 0) >= reserved;
  }

  /** Keeps one place for an invocation that is begun in a moment. */
  hold(name: string): void {
    this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
  }

  release(name: string): void {
    const held = (this.#held.get(name) ?? 0) - 1;
    if (held > 0) this.#held.set(name, held);
    else this.#held.delete(name);
  }

  /** Ends the idle environments of what is no longer in force. */
  changed(name: string): void {
    const rows = this.#table.context.store.all<VersionRow>("SELECT * FROM lambda_versions WHERE name = ?", name);
    const inForce = new Set(rows.map(keyOf));
    this.#host.retire(name, (key) => inForce.has(key));
    for (const [key, spec] of this.#specs) if (spec.name === name && !inForce.has(key)) this.#specs.delete(key);
  }

  async settle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.allSettled(this.#inFlight);
  }

  async #run(version: VersionRow, request: Omit<InvocationRequest, "reserved">): Promise<InvocationOutcome> {
    const reserved = this.#table.get(version.name).reserved ?? undefined;
    return this.#host.invoke(this.#specOf(version), { ...request, reserved });
  }

  #specOf(row: VersionRow): FunctionSpec {
    const key = keyOf(row);
    const known = this.#specs.get(key);
    if (known) return known;
    const configuration = configurationOf(row);
    const { Runtime = "", Handler = "", LoggingConfig } = configuration;
    if (!RUNTIMES.test(Runtime)) {
      throw new ServiceError(
        "InvalidRuntimeException",
        `This engine runs functions of Node.js and Python runtimes only, not ${Runtime}.`,
      );
    }
    const spec: FunctionSpec = {
      key,
      name: row.name,
      version: row.version,
      runtime: Runtime,
      handler: Handler,
      taskRoot: this.#code.unpacked(row.code_sha256),
      codeBytes: row.code_size,
      memoryMb: configuration.MemorySize,
      storageMb: configuration.EphemeralStorage.Size,
      timeoutMs: configuration.Timeout * 1_000,
      variables: configuration.Environment?.Variables ?? {},
      role: configuration.Role,
      logGroup: LoggingConfig.LogGroup ?? `/aws/lambda/${row.name}`,
      logFormat: LoggingConfig.LogFormat ?? "Text",
      logLevel: LoggingConfig.ApplicationLogLevel ?? "",
      systemLogLevel: LoggingConfig.SystemLogLevel ?? "INFO",
    };
    this.#specs.set(key, spec);
    return spec;
  }
}

const keyOf = (row: VersionRow) => `${row.name}:${row.version}:${row.revision_id}`;

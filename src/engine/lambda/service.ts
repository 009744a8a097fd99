// Lambda as far as jobs need it: the control plane, Invoke, the asynchronous queue, and the host that runs functions.
import { fileURLToPath } from "node:url";
import { systemClock } from "../../core/clock.ts";
import { type Log, silentLog } from "../../core/log.ts";
import { within } from "../../core/within.ts";
import type { LogsService } from "../logs/service.ts";
import { Remembered } from "../remembered.ts";
import { type EngineContext, type Service, ServiceError } from "../service.ts";
import { lambdaAccess } from "./access.ts";
import { AsyncQueue } from "./async/async-queue.ts";
import type { Destinations } from "./async/deliver-record.ts";
import type { QueueAttributes } from "./async/destination.ts";
import { CodeStore } from "./code-store.ts";
import { aliasOperations } from "./control/aliases.ts";
import { concurrencyOperations } from "./control/concurrency.ts";
import { Control, type ReadObject } from "./control/control.ts";
import { eventInvokeOperations } from "./control/event-invoke.ts";
import { functionOperations } from "./control/functions.ts";
import { FunctionsTable } from "./control/functions-table.ts";
import { permissionOperations, resourcePolicyOf } from "./control/permissions.ts";
import { tagOperations } from "./control/tags.ts";
import { versionOperations } from "./control/versions.ts";
import { CANNOT_BE_ASSUMED } from "./faults.ts";
import { FunctionHost } from "./host/function-host.ts";
import type { Host } from "./host/host.ts";
import { endLeftovers } from "./host/leftovers.ts";
import { checkedEvent, invokeOperation } from "./invoke.ts";
import { Invoker } from "./invoker.ts";
import { type FunctionLimits, LIMITS } from "./limits.ts";
import { putAsRole } from "./may-log.ts";
import { type FunctionReference, readReference } from "./names.ts";
import type { ExecutionRoles } from "./roles.ts";

export interface LambdaDependencies {
  readonly logs: Pick<LogsService, "put" | "flush" | "hasGroup">;
  readonly roles: ExecutionRoles;
  /** SQS of this engine: throws where the queue does not exist. */
  readonly sendToQueue: (queueArn: string, body: string, attributes: QueueAttributes) => void;
  readonly putEvent?: Destinations["putEvent"];
  readonly readObject?: ReadObject | undefined;
  /** Where `functions/` and `tmp/` are made; `:memory:` takes a temporary folder that goes with the engine. */
  readonly directory: string;
  /** The program that runs in a function's process; found beside this file when not given. */
  readonly bootstrapPath?: string | undefined;
  readonly log?: Log | undefined;
  readonly limits?: FunctionLimits | undefined;
  /** Runs the functions instead of processes of this machine. */
  readonly host?: Host | undefined;
}

export interface LambdaService {
  readonly service: Service;
  /** The engine listens: queued events run from now on, those of an earlier engine too. */
  start(): void;
  /** Queues an event, durably; throws ServiceError when the function is not there or the payload is no good. */
  invokeAsync(functionArn: string, payload: string): void;
  /** `work` queues many events, in one transaction: each function is looked up once. */
  together<Result>(work: () => Result): Result;
  /** Resolves when no invocation runs and no queued event is due. */
  settle(): Promise<void>;
  /** No event waits or runs. */
  atRest(): boolean;
  /** Begins nothing more, waits so long for what runs, then ends every process. */
  close(graceMs?: number): Promise<void>;
}

/** Real time: it is about real processes. */
const GRACE_MS = 2_000;

export function createLambdaService(context: EngineContext, deps: LambdaDependencies): LambdaService {
  const table = new FunctionsTable(context);
  const code = new CodeStore(context, deps.directory === ":memory:" ? undefined : deps.directory);
  const host = deps.host ?? hostOf(context, deps, code);
  const invoker = new Invoker(host, table, code);
  const changed = (name: string) => invoker.changed(name);
  const { readyMs } = { ...LIMITS, ...deps.limits };
  const control = new Control({
    context,
    table,
    code,
    roles: deps.roles,
    readObject: deps.readObject,
    changed,
    readyMs,
  });
  const references = new Remembered<FunctionReference>();
  const existing = (functionArn: string) => {
    const reference = readReference(context, functionArn);
    table.resolve(reference.name, reference.qualifier);
    return reference;
  };
  const invokeAsync = (functionArn: string, payload: string) => {
    const { name, qualifier } = references.answer(functionArn, () => existing(functionArn));
    control.transitions.refusePending(name);
    queue.accept(context.random.uuid(), name, qualifier, checkedEvent(payload));
  };
  const destinations: Destinations = {
    sendToQueue: deps.sendToQueue,
    invoke: invokeAsync,
    putEvent: deps.putEvent,
    denial: deps.roles.denial,
    warn: (message) => (deps.log ?? silentLog).warn(message),
  };
  const queue = new AsyncQueue({ context, control, invoker, destinations, flushLogs: () => deps.logs.flush() });
  invoker.onEnd = () => queue.roomAgain();
  return {
    service: {
      name: "lambda",
      operations: operationsOf(control, invoker, queue),
      access: lambdaAccess(context),
      policyOf: (arn) => resourcePolicyOf(context, arn),
    },
    start: () => queue.start(),
    invokeAsync,
    together: (work) => references.during(work),
    async settle() {
      await invoker.settle();
      await queue.settle();
    },
    atRest: () => queue.empty,
    async close(graceMs = GRACE_MS) {
      queue.close();
      await within(graceMs, invoker.settle());
      host.close();
      // A process that not even SIGKILL ends (it waits for a disk that does not answer) is not waited for.
      await within(graceMs, invoker.settle());
      code.close();
    },
  };
}

function operationsOf(control: Control, invoker: Invoker, queue: AsyncQueue): Service["operations"] {
  return {
    ...functionOperations(control),
    ...versionOperations(control),
    ...aliasOperations(control),
    ...eventInvokeOperations(control),
    ...concurrencyOperations(control),
    ...permissionOperations(control),
    ...tagOperations(control),
    Invoke: invokeOperation(control, invoker, queue),
  };
}

function hostOf(context: EngineContext, deps: LambdaDependencies, code: CodeStore): FunctionHost {
  endLeftovers(code.temporaryRoot);
  return new FunctionHost({
    region: context.region,
    bootstrapPath: deps.bootstrapPath ?? fileURLToPath(new URL("./bootstrap.mjs", import.meta.url)),
    nodePath: process.execPath,
    temporaryRoot: code.temporaryRoot,
    origin: () => context.origin(),
    now: () => context.clock.now(),
    virtual: context.clock !== systemClock,
    put: putAsRole(context, deps.roles, deps.logs),
    keysOf({ role, name }) {
      const keys = deps.roles.keysOf(role, name);
      if (!keys) throw new ServiceError("AccessDeniedException", CANNOT_BE_ASSUMED);
      return keys;
    },
    limits: { ...LIMITS, ...deps.limits },
  });
}

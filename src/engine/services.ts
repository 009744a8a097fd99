// All services of the engine, made in the order they need each other, started, settled and closed together.
import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import { Access } from "./access/access.ts";
import { executionRoles } from "./access/execution-roles.ts";
import { schedulerRoles } from "./access/scheduler-roles.ts";
import { ApiCalls } from "./api-calls.ts";
import { createDynamodbService } from "./dynamodb/service.ts";
import { createEventsService } from "./events/service.ts";
import { createIamService } from "./iam/service.ts";
import type { Host } from "./lambda/host/host.ts";
import type { FunctionLimits } from "./lambda/limits.ts";
import { createLambdaService } from "./lambda/service.ts";
import { createLogsService } from "./logs/service.ts";
import type { ObjectEvent } from "./s3/s3.ts";
import { createS3Service } from "./s3/service.ts";
import { QUOTAS } from "./scheduler/quotas.ts";
import { RATES } from "./scheduler/rates.ts";
import type { Targets } from "./scheduler/scheduler.ts";
import { createSchedulerService } from "./scheduler/service.ts";
import type { EngineContext, Service } from "./service.ts";
import { createSqsService } from "./sqs/service.ts";
import { createSsmService } from "./ssm/service.ts";
import { createStsService } from "./sts/service.ts";

export interface ServicesOptions {
  readonly log: Log;
  readonly directory: string;
  readonly bootstrapPath: string | undefined;
  readonly limits: FunctionLimits | undefined;
  /** Runs the functions instead of processes of this machine. */
  readonly host?: Host | undefined;
  /** Lambda's own, where it is not that of all services. */
  readonly lambdaClock?: Clock | undefined;
  /** Stands between the Scheduler and its targets. */
  readonly between?: ((targets: Targets) => Targets) | undefined;
  /** Default true. */
  readonly enforcePermissions?: boolean | undefined;
  /** Default false. */
  readonly limitRates?: boolean | undefined;
}

export interface Services {
  readonly all: readonly Service[];
  readonly access: Access;
  /** The engine listens now: what was begun before goes on; schedules fire when `fire` says so. */
  start(fire: boolean): void;
  settle(): Promise<void>;
  /** Nothing fired is under way, waits for another attempt, or runs. */
  atRest(): boolean;
  close(): Promise<void>;
  /** Writes what is still held in memory. */
  flush(): void;
}

const EVENTS = "events.amazonaws.com";

export function createServices(context: EngineContext, options: ServicesOptions): Services {
  const logs = createLogsService(context);
  const sqs = createSqsService(context);
  const dynamodb = createDynamodbService(context);
  const iam = createIamService(context);
  const sts = createStsService(context, iam.rights);
  const { rights } = iam;
  const access = new Access({ context, sessions: sts.sessions, rights, enforced: options.enforcePermissions ?? true });
  const roles = executionRoles(context, access, sts.sessions, rights);
  const lambdaContext = { ...context, clock: options.lambdaClock ?? context.clock };
  const lambda = createLambdaService(lambdaContext, {
    ...{ ...options, logs, roles, sendToQueue: sqs.send },
    putEvent: (bus, event) => events.putEvent(bus, event),
    readObject: (bucket, key) => s3.read(bucket, key),
  });
  const events = createEventsService(
    context,
    {
      invokeLambda: lambda.invokeAsync,
      sendToQueue: sqs.send,
      trusts: (rule, role) => access.trusts(role, EVENTS, rule),
      denial: (rule, role, action, resource) => access.serviceDenial(EVENTS, rule, role, { action, resource }),
    },
    options.log,
  );
  const publish = (event: ObjectEvent) => events.putEvent("default", event);
  const s3 = createS3Service(context, { directory: options.directory, publish });
  const ssm = createSsmService(context);
  const apis = new ApiCalls(context, access);
  const targets: Targets = {
    apis,
    atOnce: true,
    together: <Result>(work: () => Result) => sqs.together(() => lambda.together(work)),
    invokeFunction: lambda.invokeAsync,
    sendMessage: sqs.send,
    putEvent: events.putEvent,
  };
  const scheduler = createSchedulerService(context, {
    targets: options.between?.(targets) ?? targets,
    roles: schedulerRoles(access),
    log: options.log,
    quotas: options.limitRates ? { ...QUOTAS, rates: RATES } : QUOTAS,
  });
  const all = [scheduler, lambda, sqs, { service: dynamodb }, logs, iam, sts, ssm, s3, events].map(
    ({ service }) => service,
  );
  access.serve(all);
  apis.serve(all);
  return {
    all,
    access,
    start(fire) {
      // A command's short-lived engine begins nothing that it would have to cut off: what waits is the next long-lived one's.
      if (!fire) return;
      lambda.start();
      scheduler.start();
      events.start();
    },
    async settle() {
      await scheduler.settle();
      await lambda.settle();
    },
    atRest: () => scheduler.atRest() && events.atRest() && lambda.atRest(),
    async close() {
      events.stop();
      // The Scheduler first: whom it calls when Lambda's grace is over, it does not hear fail.
      await Promise.all([scheduler.stop(), lambda.close()]);
      sqs.stop();
      dynamodb.stop();
    },
    flush: () => logs.flush(),
  };
}

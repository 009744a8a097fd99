// All services of the engine, made in the order they need each other, started, settled and closed together.
import type { Log } from "../core/log.ts";
import { createIamService } from "./iam/service.ts";
import { createLambdaService } from "./lambda/service.ts";
import { createLogsService } from "./logs/service.ts";
import type { EngineContext, Service } from "./service.ts";
import { createSqsService } from "./sqs/service.ts";
import { createStsService } from "./sts/service.ts";

export interface ServicesOptions {
  readonly log: Log;
  readonly directory: string;
  readonly bootstrapPath: string | undefined;
}

export interface Services {
  readonly all: readonly Service[];
  /** The engine listens now: what was begun before goes on; schedules fire when `fire` says so. */
  start(fire: boolean): void;
  settle(): Promise<void>;
  close(): Promise<void>;
  /** Writes what is still held in memory. */
  flush(): void;
}

export function createServices(context: EngineContext, options: ServicesOptions): Services {
  const logs = createLogsService(context);
  const iam = createIamService(context);
  const sts = createStsService(context);
  const sqs = createSqsService(context);
  const lambda = createLambdaService(context, { ...options, logs, sendToQueue: sqs.send });
  return {
    all: [iam.service, sts.service, sqs.service, logs.service, lambda.service],
    start: () => lambda.start(),
    settle: () => lambda.settle(),
    async close() {
      await lambda.close();
      sqs.stop();
    },
    flush: () => logs.flush(),
  };
}

// CloudWatch Logs as far as jobs need it: groups, streams, events put, read and filtered.
import type { EngineContext, Service } from "../service.ts";
import { logsAccess } from "./access.ts";
import { groupOperations } from "./groups.ts";
import { liveTailOperation } from "./live-tail.ts";
import { type LogEvent, LogStore } from "./log-store.ts";
import { readingOperations } from "./reading.ts";
import { streamOperations } from "./streams.ts";

export interface LogsService {
  readonly service: Service;
  /** Takes events for a stream, made with its group where missing. They are seen by every reader at once, and written
   * together with others within some 20 ms, or by `flush`. */
  put(group: string, stream: string, events: readonly LogEvent[]): void;
  hasGroup(name: string): boolean;
  /** Writes what was taken; inside a transaction of the store, as part of it. */
  flush(): void;
}

export function createLogsService(context: EngineContext): LogsService {
  const logs = new LogStore(context);
  return {
    service: {
      name: "logs",
      operations: {
        ...groupOperations(logs),
        ...streamOperations(logs),
        ...readingOperations(logs),
        StartLiveTail: liveTailOperation(logs),
      },
      access: logsAccess(context),
    },
    put: (group, stream, events) => logs.put(group, stream, events),
    hasGroup: (name) => logs.hasGroup(name),
    flush: () => logs.flush(),
  };
}

// Reads a function's log lines from CloudWatch Logs, oldest first, page by page.
import type { Clients } from "./clients.ts";
import { hasAwsCode } from "./errors.ts";

export interface LogLine {
  readonly at: number;
  readonly message: string;
  readonly stream: string;
}

export interface LogQuery {
  readonly logGroup: string;
  /** Epoch milliseconds, both included. */
  readonly fromAt: number;
  readonly toAt?: number | undefined;
  /** Only lines that contain this text: a run's request id stands in each line of it (Lambda guide, log format). */
  readonly text?: string | undefined;
}

export interface Logs {
  /** Nothing when the group does not exist (yet). A page may be empty and still have a successor. */
  lines(query: LogQuery): AsyncGenerator<LogLine, void, void>;
}

export function createLogs(clients: Pick<Clients, "logs">): Logs {
  return {
    async *lines(query) {
      const [client, { FilterLogEventsCommand }] = await Promise.all([
        clients.logs(),
        import("@aws-sdk/client-cloudwatch-logs"),
      ]);
      let nextToken: string | undefined;
      do {
        const command = new FilterLogEventsCommand({
          logGroupName: query.logGroup,
          startTime: query.fromAt,
          endTime: query.toAt,
          filterPattern: query.text === undefined ? undefined : quoted(query.text),
          nextToken,
        });
        const page = await client.send(command).catch((error: unknown) => {
          if (hasAwsCode(error, "ResourceNotFoundException")) return undefined;
          throw error;
        });
        for (const event of page?.events ?? []) {
          yield { at: event.timestamp ?? 0, message: event.message ?? "", stream: event.logStreamName ?? "" };
        }
        nextToken = page?.nextToken;
      } while (nextToken);
    },
  };
}

/** A quoted term is matched as it is (CloudWatch Logs guide, filter pattern syntax). */
const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;

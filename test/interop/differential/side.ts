// One side of a comparison: an endpoint, the SDK's clients on it, and what its answers left behind.
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as events from "@aws-sdk/client-eventbridge";
import * as iam from "@aws-sdk/client-iam";
import * as scheduler from "@aws-sdk/client-scheduler";
import * as sqs from "@aws-sdk/client-sqs";
import type { Answer, Command, Memory } from "./command.ts";

interface Client {
  send(command: object): Promise<Record<string, unknown>>;
  destroy(): void;
}
type Library = Readonly<Record<string, unknown>>;
const LIBRARIES: Readonly<Record<string, readonly [library: Library, client: string]>> = {
  dynamodb: [dynamodb, "DynamoDBClient"],
  events: [events, "EventBridgeClient"],
  iam: [iam, "IAMClient"],
  logs: [logs, "CloudWatchLogsClient"],
  scheduler: [scheduler, "SchedulerClient"],
  sqs: [sqs, "SQSClient"],
};
const MOST_PAGES = 200;

/** Every sequence starts with nothing remembered; the clients are kept. */
export class Side {
  readonly endpoint: string;
  readonly #clients = new Map<string, Client>();
  #memory: Memory = new Map();
  #plays = 0;

  constructor(endpoint: string) {
    this.endpoint = endpoint;
  }

  /** `play` is a name no earlier sequence had: for tokens that a server remembers. */
  forget(): void {
    this.#memory = new Map([
      ["play", `${process.pid}-${this.#plays++}`],
      ["endpoint", this.endpoint],
    ]);
  }

  async answer(command: Command): Promise<Answer> {
    let input = typeof command.input === "function" ? command.input(this.#memory) : command.input;
    const pages: Record<string, unknown>[] = [];
    try {
      do {
        const { $metadata: _, ...answer } = await this.#send(command, input);
        pages.push(answer);
        command.remember?.(answer, this.#memory);
        const token = command.pages && answer[command.pages.from];
        if (token === undefined || token === null) break;
        input = { ...input, [command.pages?.token ?? ""]: token };
      } while (pages.length < MOST_PAGES);
    } catch (error) {
      return refusal(error);
    }
    return { ok: true, pages };
  }

  close(): void {
    for (const client of this.#clients.values()) client.destroy();
  }

  #send(command: Command, input: object): Promise<Record<string, unknown>> {
    const [library, clientName] = LIBRARIES[command.service] ?? [{}, ""];
    const construct = (name: string, argument: object) =>
      new (library[name] as new (argument: object) => object)(argument);
    let client = this.#clients.get(command.service);
    if (!client) {
      client = construct(clientName, {
        endpoint: this.endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
        maxAttempts: 1,
      }) as Client;
      this.#clients.set(command.service, client);
    }
    return client.send(construct(`${command.operation}Command`, input));
  }
}

/** What is no answer of the service (a broken connection, a digest that does not fit) is an answer nobody gives. */
function refusal(error: unknown): Answer {
  if (!(error instanceof Error)) throw error;
  const { name, message, $fault, $metadata, $service, $response, stack, cause, ...members } = error as Error &
    Record<string, unknown>;
  const status = ($metadata as { httpStatusCode?: number } | undefined)?.httpStatusCode;
  const known = status !== undefined && status < 500;
  return { ok: false, error: known ? name : `${name} (${status ?? "no answer"})`, members, message };
}

// Takes the dead letters out of both queues, as whoever looks into them would, and says whose they are.
import type { Clock } from "../core/clock.ts";
import type { DirectEngine } from "../engine/direct-engine.ts";
import type { Happening } from "./happening.ts";

interface Message {
  readonly Body: string;
  readonly ReceiptHandle: string;
}

interface Envelope {
  readonly job: string;
  readonly due: string;
}

const QUEUES = ["failed", "undelivered"] as const;

export class Letters {
  readonly #engine: DirectEngine;
  readonly #queues: Readonly<Record<(typeof QUEUES)[number], string>>;
  readonly #clock: Clock;
  readonly #tell: (happening: Happening) => void;

  constructor(
    engine: DirectEngine,
    queues: Readonly<Record<(typeof QUEUES)[number], string>>,
    clock: Clock,
    tell: (happening: Happening) => void,
  ) {
    this.#engine = engine;
    this.#queues = queues;
    this.#clock = clock;
    this.#tell = tell;
  }

  async collect(): Promise<void> {
    for (const queue of QUEUES) {
      const { QueueUrl } = await this.#engine.call("sqs", "GetQueueUrl", { QueueName: this.#queues[queue] });
      for (
        let messages = await this.#receive(QueueUrl);
        messages.length > 0;
        messages = await this.#receive(QueueUrl)
      ) {
        for (const { Body, ReceiptHandle } of messages) {
          await this.#engine.call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle });
          const body = JSON.parse(Body) as Envelope & { readonly requestPayload: Envelope };
          // A destination's record holds the event; the Scheduler's dead letter is it.
          const { job, due } = queue === "failed" ? body.requestPayload : body;
          this.#tell({ kind: "dead", job, dueAt: Date.parse(due), at: this.#clock.now(), queue });
        }
      }
    }
  }

  async #receive(QueueUrl: unknown): Promise<readonly Message[]> {
    const answer = await this.#engine.call("sqs", "ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 });
    return (answer["Messages"] ?? []) as readonly Message[];
  }
}

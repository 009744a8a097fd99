// The engine's end of the descriptor on which its Node runtime waits for events and answers them. Over HTTP the same takes
// a request, a response and an acknowledgement for each event, which is more work than the event.
import type { Duplex } from "node:stream";
import { encodeMessage, type Message, MessageReader } from "./message.ts";
import { ANSWER_BYTES, type Answer, type RuntimeChannel, type RuntimeListener } from "./runtime-channel.ts";

export class MessageChannel implements RuntimeChannel {
  readonly #stream: Duplex;
  readonly #listener: RuntimeListener;
  #invocationId = "";
  #waited = false;

  /** The descriptor belongs to this environment's process alone: nobody else can write to it. */
  constructor(stream: Duplex, listener: RuntimeListener) {
    this.#stream = stream;
    this.#listener = listener;
    const reader = new MessageReader(ANSWER_BYTES, (message) => this.#took(message));
    stream.on("data", (piece: Buffer) => {
      // To close it ends the runtime, as it should one that does not keep to what was agreed.
      if (!reader.push(piece)) stream.destroy();
    });
    stream.on("error", () => {});
    stream.on("close", () => {
      this.#waited = false;
    });
  }

  get waited(): boolean {
    return this.#waited;
  }

  deliver(headers: Readonly<Record<string, string>>, body: Uint8Array): boolean {
    if (!this.#waited) return false;
    this.#waited = false;
    this.#invocationId = headers["Lambda-Runtime-Invocation-Id"] ?? "";
    this.#stream.write(encodeMessage(headers, body));
    return true;
  }

  close(): void {
    this.#stream.destroy();
  }

  #took({ head, body, tooLarge }: Message): void {
    const answer: Answer = {
      body,
      tooLarge,
      errorType: typeof head["errorType"] === "string" ? head["errorType"] : undefined,
      maxRssKb: Number(head["maxRssKb"]) || undefined,
    };
    const { act, requestId, invocationId } = head;
    if (act === "init-error") this.#listener.initFailed(answer);
    // What belongs to an attempt before this one is nobody's answer any more.
    if (typeof requestId === "string" && invocationId === this.#invocationId)
      this.#listener.answered(requestId, act === "error", answer);
    if (head["waits"] === true) {
      this.#waited = true;
      this.#listener.waiting();
    }
  }
}

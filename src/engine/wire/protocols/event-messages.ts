// An answer that goes on: a member of the output that is a stream of events becomes messages, one by one (AWS JSON).
import { eventStreamMessage } from "../event-stream.ts";
import type { Members } from "../message.ts";
import { type Model, membersOf, type Shape, shapeOf } from "../model.ts";
import { writerOf } from "./json-writer.ts";

/** One event: its name, which is a member of the stream's shape, and what it holds. */
type StreamEvent = Readonly<Record<string, Members>>;

/** The name of the member that is a stream; undefined for an output that has none. */
export function streamNameOf(model: Model, output: Shape): string | undefined {
  return membersOf(output).find(([, member]) => shapeOf(model, member).eventstream)?.[0];
}

/** First the other members of the output, as clients of this protocol expect, then the events as they come. */
export async function* eventMessages(model: Model, output: Shape, members: Members): AsyncGenerator<Uint8Array> {
  const name = streamNameOf(model, output) ?? "";
  const { [name]: events, ...rest } = members;
  yield messageOf("initial-response", writerOf(model, output, "member")(rest));
  const kinds = shapeOf(model, output.members?.[name]).members ?? {};
  for await (const event of events as AsyncIterable<StreamEvent>) {
    for (const [kind, value] of Object.entries(event)) {
      const shape = shapeOf(model, kinds[kind]);
      yield messageOf(kind, writerOf(model, shape, "member")(value), shape.exception);
    }
  }
}

function messageOf(kind: string, value: unknown, isException = false): Uint8Array {
  const headers = {
    [isException ? ":exception-type" : ":event-type"]: kind,
    ":content-type": "application/json",
    ":message-type": isException ? "exception" : "event",
  };
  return eventStreamMessage(headers, JSON.stringify(value));
}

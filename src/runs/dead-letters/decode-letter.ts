// Reads a message as a dead letter: the Scheduler's form and Lambda's, both around an event of ours.
import type { JsonObject } from "../../core/json.ts";
import { decodeEnvelope, type Envelope } from "../../ledger/envelope.ts";
import { boundText, ERROR_BYTES } from "../../ledger/items/bounded.ts";
import { concealed } from "../../ledger/items/concealed.ts";
import { redaction } from "../../ledger/items/redacted.ts";
import { runIdOf } from "../../ledger/keys.ts";
import type { Letter, RawMessage } from "./letter.ts";

/** undefined for what is no dead letter of a job of ours: somebody else's message, or one that cannot be read. */
export function decodeLetter(message: RawMessage): Letter | undefined {
  const body = objectIn(message.body);
  if (!body) return undefined;
  return isRecord(body) ? failed(message, body) : undelivered(message, body);
}

/** Scheduler User Guide, "Configuring a dead-letter queue": the payload as body, the reasons as attributes. */
function undelivered(message: RawMessage, body: JsonObject): Letter | undefined {
  const { ERROR_CODE, ERROR_MESSAGE, RETRY_ATTEMPTS } = message.attributes;
  if (ERROR_CODE === undefined) return undefined;
  return letterOf(message, eventIn(body), {
    queue: "undelivered",
    errorCode: ERROR_CODE,
    errorMessage: ERROR_MESSAGE ?? "",
    // The retries come after a first try.
    attempts: 1 + (Number(RETRY_ATTEMPTS) || 0),
  });
}

/** Lambda Developer Guide, "Capturing records of asynchronous invocations". */
function failed(message: RawMessage, body: JsonObject): Letter | undefined {
  const context = objectOf(body["requestContext"]) ?? {};
  const answer = objectOf(body["responsePayload"]) ?? {};
  const event = objectOf(body["requestPayload"]);
  if (event && isRecord(event)) return untold(message, event, context, answer);
  return letterOf(message, event, {
    queue: "failed",
    errorCode: textOf(answer["errorType"]) ?? textOf(context["condition"]) ?? "Unknown",
    errorMessage: textOf(answer["errorMessage"]) ?? reasonOf(textOf(context["condition"])),
    attempts: typeof context["approximateInvokeCount"] === "number" ? context["approximateInvokeCount"] : 0,
  });
}

/** What the recorder could not write down: its event is Lambda's record of another function's. */
function untold(message: RawMessage, record: JsonObject, context: JsonObject, answer: JsonObject): Letter | undefined {
  const letter = letterOf(message, objectOf(record["requestPayload"]), {
    queue: "failed",
    errorCode: "NotRecorded",
    errorMessage: `how the run ended could not be written down: ${textOf(answer["errorMessage"]) ?? textOf(context["condition"]) ?? "unknown"}`,
    attempts: typeof context["approximateInvokeCount"] === "number" ? context["approximateInvokeCount"] : 0,
  });
  return letter && { ...letter, untold: { recorder: String(context["functionArn"]), record } };
}

const isRecord = (body: JsonObject): boolean => "requestContext" in body && "requestPayload" in body;

const reasonOf = (condition: string | undefined): string =>
  condition === "EventAgeExceeded" ? "The event grew too old before the function could run it" : "";

type Told = Pick<Letter, "queue" | "errorCode" | "errorMessage" | "attempts">;

function letterOf(message: RawMessage, event: JsonObject | undefined, told: Told): Letter | undefined {
  const envelope = event && envelopeIn(event);
  if (!event || !envelope) return undefined;
  return {
    ...told,
    // Lambda's answer holds whatever the handler threw, up to a megabyte of it.
    errorCode: boundText(told.errorCode, 200).text,
    errorMessage: boundText(redaction(envelope.input, envelope.policy.hide)(told.errorMessage), ERROR_BYTES).text,
    id: message.id,
    job: envelope.run.job,
    runId: runIdOf(envelope.run),
    runKey: envelope.runKey,
    dueAt: envelope.run.dueAt,
    sentAt: message.sentAt,
    input: concealed(envelope.input, envelope.policy.hide),
    generation: envelope.generation,
    event,
  };
}

/** The guide leaves open whether a templated target's letter holds the bare input or the request around it. */
function eventIn(body: JsonObject): JsonObject | undefined {
  if ("lamplighter" in body) return body;
  const payload = body["Payload"] ?? body["Input"];
  return typeof payload === "string" ? objectIn(payload) : objectOf(payload);
}

function envelopeIn(event: JsonObject): Envelope | undefined {
  try {
    return decodeEnvelope(event);
  } catch {
    return undefined;
  }
}

function objectIn(text: string): JsonObject | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): JsonObject | undefined =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as JsonObject) : undefined;

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

// Dead letters in every form that the two queues hold, and what is no letter of ours.
import { describe, expect, test } from "vitest";
import { decodeLetter } from "../../src/runs/dead-letters/decode-letter.ts";
import { EVERY_LETTER, isMeant, type LetterFilter } from "../../src/runs/dead-letters/letter-filter.ts";

const EVENT = {
  lamplighter: 1,
  job: "report",
  schedule: "arn:aws:scheduler:us-east-1:000000000000:schedule/acme-local/report.weekdays",
  due: "2027-03-01T06:00:00Z",
  delivery: "d0f2f0f0a1b2c3d4",
  attempt: "1",
  trigger: "schedule",
  input: { bucket: "acme" },
};
const SENT = Date.parse("2027-03-01T07:00:00Z");

const message = (body: unknown, attributes: Readonly<Record<string, string>> = {}) => ({
  id: "0b9f1c1e-6a61-4d5e-9f0a-3c1f6a4f1e22",
  receipt: "r",
  body: typeof body === "string" ? body : JSON.stringify(body),
  attributes,
  sentAt: SENT,
});

const GONE = {
  ERROR_CODE: "ResourceNotFoundException",
  ERROR_MESSAGE: "Function not found",
  EXECUTION_ID: "d0f2f0f0a1b2c3d4",
  IS_PAYLOAD_TRUNCATED: "false",
  RETRY_ATTEMPTS: "0",
  SCHEDULED_TIME: "2027-03-01T06:00:00Z",
  SCHEDULE_ARN: EVENT.schedule,
  TARGET_ARN: "arn:aws:scheduler:::aws-sdk:lambda:invoke",
};

const record = (more: Readonly<Record<string, unknown>> = {}) => ({
  version: "1.0",
  timestamp: "2027-03-01T06:03:00.000Z",
  requestContext: {
    requestId: "e4b46cbf-b738-xmpl-8880-a18cdf61200e",
    functionArn: "arn:aws:lambda:us-east-1:000000000000:function:acme-local-report:live",
    condition: "RetriesExhausted",
    approximateInvokeCount: 3,
  },
  requestPayload: EVENT,
  responseContext: { statusCode: 200, executedVersion: "1", functionError: "Unhandled" },
  responsePayload: { errorType: "RangeError", errorMessage: "out of rope", trace: [] },
  ...more,
});

describe("a dead letter", () => {
  test.each([
    ["the bare input", EVENT],
    ["the request around it, payload as text", { FunctionName: "f", Payload: JSON.stringify(EVENT) }],
    ["the request around it, input as an object", { Input: EVENT }],
  ])("of the Scheduler is not lost whatever its body: %s", (_, body) => {
    expect(decodeLetter(message(body, { ...GONE, RETRY_ATTEMPTS: "3" }))).toMatchObject({
      queue: "undelivered",
      job: "report",
      runId: "report.20270301T060000Z",
      runKey: "report#2027-03-01T06:00:00Z",
      dueAt: Date.parse("2027-03-01T06:00:00Z"),
      errorCode: "ResourceNotFoundException",
      errorMessage: "Function not found",
      attempts: 4,
      sentAt: SENT,
      input: { bucket: "acme" },
      generation: 0,
      event: EVENT,
    });
  });

  test("of Lambda is not lost, nor how often it was redriven before", () => {
    const payload = { ...EVENT, trigger: "redrive", generation: 2 };
    expect(decodeLetter(message(record({ requestPayload: payload })))).toMatchObject({
      queue: "failed",
      job: "report",
      errorCode: "RangeError",
      errorMessage: "out of rope",
      attempts: 3,
      generation: 2,
    });
  });

  test("of a function that never ran does not go without a reason", () => {
    const aged = record({
      requestContext: { condition: "EventAgeExceeded", approximateInvokeCount: 0 },
      responseContext: null,
      responsePayload: null,
    });
    expect(decodeLetter(message(aged))).toMatchObject({ queue: "failed", errorCode: "EventAgeExceeded", attempts: 0 });
  });

  test.each([
    ["no JSON", "hello"],
    ["a list", [1, 2]],
    ["an event without reasons", EVENT],
    ["a record around somebody else's event", record({ requestPayload: { detail: {} } })],
    ["an envelope that makes no sense", record({ requestPayload: { ...EVENT, due: "yesterday" } })],
    ["an envelope of a later version", record({ requestPayload: { ...EVENT, lamplighter: 2 } })],
  ])("is not made of %s", (_, body) => {
    expect(decodeLetter(message(body))).toBeUndefined();
  });
});

describe("a filter of letters", () => {
  const letter = decodeLetter(message(record()));
  const due = Date.parse(EVENT.due);
  test.each<[Partial<LetterFilter>, boolean]>([
    [{}, true],
    [{ ids: ["0b9f"] }, true],
    [{ ids: ["1b9f", "0b9f1c1e"] }, true],
    [{ ids: ["1b9f"] }, false],
    [{ job: "report", queue: "failed", error: "RANGE", fromAt: due, toAt: due }, true],
    [{ error: "rope" }, true],
    [{ error: "hope" }, false],
    [{ queue: "undelivered" }, false],
    [{ job: "other" }, false],
    [{ fromAt: due + 1 }, false],
    [{ toAt: due - 1 }, false],
  ])("does not choose others than %j means", (filter, meant) => {
    expect(letter && isMeant(letter, { ...EVERY_LETTER, ...filter })).toBe(meant);
  });
});

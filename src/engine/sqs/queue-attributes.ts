// A queue's attributes: their bounds, their defaults, and what is refused (API Reference, CreateQueue).
import { invalidAttributeValue, unknownAttribute } from "./errors.ts";
import type { Queue } from "./queues.ts";
import { readRedriveAllowPolicy, readRedrivePolicy } from "./redrive-policy.ts";

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

const NUMBERS = {
  DelaySeconds: { min: 0, max: 900, default: 0 },
  MaximumMessageSize: { min: 1_024, max: 1_048_576, default: 1_048_576 },
  MessageRetentionPeriod: { min: 60, max: 1_209_600, default: 345_600 },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, default: 0 },
  VisibilityTimeout: { min: 0, max: 43_200, default: 30 },
} as const satisfies Record<string, Bounds>;

/** Shown only when they were set. */
const KMS_REUSE: Bounds = { min: 60, max: 86_400, default: 300 };

/** The first value is the default. */
const FIFO_ONLY: Readonly<Record<string, readonly string[]>> = {
  FifoQueue: ["true"],
  ContentBasedDeduplication: ["false", "true"],
  DeduplicationScope: ["queue", "messageGroup"],
  FifoThroughputLimit: ["perQueue", "perMessageGroupId"],
};

export const DEFAULT_ATTRIBUTES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(NUMBERS).map(([name, bounds]) => [name, String(bounds.default)])),
  SqsManagedSseEnabled: "true",
};

/** Of FIFO queues beside the others. */
export const FIFO_DEFAULTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(FIFO_ONLY).map(([name, [value = ""]]) => [name, value]),
);

export function numberAttribute(queue: Queue, name: keyof typeof NUMBERS): number {
  return Number(queue.attributes[name] ?? NUMBERS[name].default);
}

/** The attributes as they are kept: numbers without leading zeros; an emptied policy is no policy. */
export function checkAttributes(given: Readonly<Record<string, string>>, fifo: boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, checkAttribute(name, value, fifo)]));
}

/** High throughput is for queues that tell repeated messages apart within their groups (API Reference, CreateQueue). */
export function checkThroughput(attributes: Readonly<Record<string, string>>): void {
  if (attributes["FifoThroughputLimit"] !== "perMessageGroupId") return;
  if (attributes["DeduplicationScope"] !== "messageGroup") throw invalidAttributeValue("FifoThroughputLimit");
}

function checkAttribute(name: string, value: string, fifo: boolean): string {
  const bounds = name === "KmsDataKeyReusePeriodSeconds" ? KMS_REUSE : (NUMBERS as Record<string, Bounds>)[name];
  if (bounds) return checkNumber(name, value, bounds);
  const allowed = FIFO_ONLY[name];
  if (allowed) return checkFifoOnly(name, value, fifo, allowed);
  switch (name) {
    case "Policy":
      if (value !== "" && !isJsonObject(value)) throw invalidAttributeValue(name);
      return value;
    case "RedrivePolicy":
      if (value !== "") readRedrivePolicy(value);
      return value;
    case "RedriveAllowPolicy":
      if (value !== "") readRedriveAllowPolicy(value);
      return value;
    case "SqsManagedSseEnabled":
      if (value !== "true" && value !== "false") throw invalidAttributeValue(name);
      return value;
    case "KmsMasterKeyId":
      return value;
    default:
      throw unknownAttribute(name);
  }
}

function checkFifoOnly(name: string, value: string, fifo: boolean, allowed: readonly string[]): string {
  if (!fifo && value !== "false") throw unknownAttribute(name);
  if (fifo && !allowed.includes(value)) throw invalidAttributeValue(name);
  return value;
}

function checkNumber(name: string, value: string, bounds: Bounds): string {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= bounds.min && number <= bounds.max)) throw invalidAttributeValue(name);
  return String(number);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

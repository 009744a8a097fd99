// A queue's attributes: their bounds, their defaults, and what is refused (API Reference, CreateQueue).
import { invalidAttributeValue, noFifo, unknownAttribute } from "./errors.ts";
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

const FIFO_ONLY = ["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"];

export const DEFAULT_ATTRIBUTES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(NUMBERS).map(([name, bounds]) => [name, String(bounds.default)])),
  SqsManagedSseEnabled: "true",
};

export function numberAttribute(queue: Queue, name: keyof typeof NUMBERS): number {
  return Number(queue.attributes[name] ?? NUMBERS[name].default);
}

/** The attributes as they are kept: numbers without leading zeros; an emptied policy is no policy. */
export function checkAttributes(given: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, checkAttribute(name, value)]));
}

function checkAttribute(name: string, value: string): string {
  const bounds = name === "KmsDataKeyReusePeriodSeconds" ? KMS_REUSE : (NUMBERS as Record<string, Bounds>)[name];
  if (bounds) return checkNumber(name, value, bounds);
  if (FIFO_ONLY.includes(name)) {
    if (value === "false") return value;
    throw noFifo();
  }
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

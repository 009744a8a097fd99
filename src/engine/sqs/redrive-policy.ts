// RedrivePolicy and RedriveAllowPolicy: where messages go that were received too often, and who may name a queue so.
import { invalidParameter } from "./errors.ts";
import type { Queue } from "./queues.ts";

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

interface RedriveAllowPolicy {
  readonly redrivePermission: "allowAll" | "denyAll" | "byQueue";
  readonly sourceQueueArns: readonly string[];
}

export function redrivePolicyOf(queue: Queue): RedrivePolicy | undefined {
  const text = queue.attributes["RedrivePolicy"];
  return text ? readRedrivePolicy(text) : undefined;
}

/** maxReceiveCount may come as a number or as its text; AWS takes both. */
export function readRedrivePolicy(text: string): RedrivePolicy {
  const refuse = (reason: string) => invalidParameter("RedrivePolicy", text, reason);
  const policy = readObject(text);
  if (!policy) throw refuse("Redrive policy is not a valid JSON map.");
  const target = policy["deadLetterTargetArn"];
  if (typeof target !== "string") {
    throw refuse("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  }
  const count = Number(policy["maxReceiveCount"] ?? 10);
  if (!Number.isInteger(count) || count < 1 || count > 1_000) {
    throw refuse("Invalid value for maxReceiveCount: must be an integer from 1 to 1000.");
  }
  return { deadLetterTargetArn: target, maxReceiveCount: count };
}

export function readRedriveAllowPolicy(text: string): RedriveAllowPolicy {
  const refuse = (reason: string) => invalidParameter("RedriveAllowPolicy", text, reason);
  const policy = readObject(text);
  if (!policy) throw refuse("Redrive allow policy is not a valid JSON map.");
  const permission = policy["redrivePermission"];
  if (permission !== "allowAll" && permission !== "denyAll" && permission !== "byQueue") {
    throw refuse("redrivePermission must be allowAll, denyAll or byQueue.");
  }
  const arns = policy["sourceQueueArns"] ?? [];
  if (!Array.isArray(arns) || (permission === "byQueue") !== arns.length > 0 || arns.length > 10) {
    throw refuse("sourceQueueArns must name 1 to 10 queues with byQueue, and none otherwise.");
  }
  return { redrivePermission: permission, sourceQueueArns: arns.map(String) };
}

export function allowsSource(deadLetterQueue: Queue, sourceArn: string): boolean {
  const text = deadLetterQueue.attributes["RedriveAllowPolicy"];
  if (!text) return true;
  const policy = readRedriveAllowPolicy(text);
  return policy.redrivePermission === "allowAll" || policy.sourceQueueArns.includes(sourceArn);
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

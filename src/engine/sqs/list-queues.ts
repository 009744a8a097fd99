// ListQueues and ListDeadLetterSourceQueues.
import type { Call } from "../service.ts";
import { invalidParameter } from "./errors.ts";
import { type Queue, queueArn, queueAt, queuesAfter, queueUrl } from "./queues.ts";
import { redrivePolicyOf } from "./redrive-policy.ts";
import type { Sqs } from "./sqs.ts";

interface Paging {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

const MOST = 1_000;

export const listQueues = (sqs: Sqs) => (input: Paging & { readonly QueueNamePrefix?: string }, call: Call) => {
  const prefix = input.QueueNamePrefix ?? "";
  const { names, next } = page(sqs, input, (queue) => queue.name.startsWith(prefix));
  const urls = names.map((name) => queueUrl(call.origin, sqs, name));
  return { ...(urls.length > 0 ? { QueueUrls: urls } : {}), ...next };
};

export const listDeadLetterSourceQueues = (sqs: Sqs) => (input: Paging & { readonly QueueUrl: string }, call: Call) => {
  const arn = queueArn(sqs, queueAt(sqs, input.QueueUrl).name);
  const { names, next } = page(sqs, input, (queue) => redrivePolicyOf(queue)?.deadLetterTargetArn === arn);
  return { queueUrls: names.map((name) => queueUrl(call.origin, sqs, name)), ...next };
};

/** A token is given only to who asked for pages: without MaxResults the first thousand is all there is. */
function page(sqs: Sqs, input: Paging, wanted: (queue: Queue) => boolean) {
  const most = input.MaxResults ?? MOST;
  if (most < 1 || most > MOST) throw invalidParameter("MaxResults", most, "Must be between 1 and 1000.");
  const after = input.NextToken === undefined ? "" : Buffer.from(input.NextToken, "base64url").toString();
  if (input.NextToken !== undefined && !/^[A-Za-z0-9_.-]{1,80}$/.test(after)) {
    throw invalidParameter("NextToken", input.NextToken, "Invalid or expired next token.");
  }
  const found = queuesAfter(sqs, after).filter(wanted);
  const names = found.slice(0, most).map((queue) => queue.name);
  const last = names.at(-1);
  const more = input.MaxResults !== undefined && found.length > most && last !== undefined;
  return { names, next: more ? { NextToken: Buffer.from(last).toString("base64url") } : {} };
}

// TagQueue, UntagQueue and ListQueueTags.
import { invalidParameterText } from "./errors.ts";
import { queueAt } from "./queues.ts";
import type { Sqs } from "./sqs.ts";

type Tags = Readonly<Record<string, string>>;

export const tagQueue = (sqs: Sqs) => (input: { readonly QueueUrl: string; readonly Tags: Tags }) => {
  const queue = queueAt(sqs, input.QueueUrl);
  writeTags(sqs, queue.id, checkTags(queue.tags, input.Tags));
};

export const untagQueue = (sqs: Sqs) => (input: { readonly QueueUrl: string; readonly TagKeys: readonly string[] }) => {
  const queue = queueAt(sqs, input.QueueUrl);
  const left = Object.entries(queue.tags).filter(([key]) => !input.TagKeys.includes(key));
  writeTags(sqs, queue.id, Object.fromEntries(left));
};

export const listQueueTags = (sqs: Sqs) => (input: { readonly QueueUrl: string }) => {
  const { tags } = queueAt(sqs, input.QueueUrl);
  return Object.keys(tags).length > 0 ? { Tags: tags } : {};
};

/** The existing tags with the added ones over them; at most 50 (Developer Guide, cost allocation tags). */
export function checkTags(existing: Tags, added: Tags): Tags {
  for (const [key, value] of Object.entries(added)) {
    if (key === "" || key.length > 128) throw invalidParameterText("Tag keys must be between 1 and 128 characters.");
    if (value.length > 256) throw invalidParameterText("Tag values must be at most 256 characters.");
    if (/^aws:/i.test(key)) throw invalidParameterText("Tag keys may not start with the reserved prefix aws:.");
  }
  const tags = { ...existing, ...added };
  if (Object.keys(tags).length > 50) throw invalidParameterText("Too many tags added for queue: at most 50.");
  return tags;
}

function writeTags(sqs: Sqs, queue: number, tags: Tags): void {
  sqs.store.run("UPDATE sqs_queues SET tags = ? WHERE id = ?", JSON.stringify(tags), queue);
}

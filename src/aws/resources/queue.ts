// Standard queues in SQS, for dead letters.
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import type { QueueResource } from "../../desired/resource.ts";
import { hasAwsCode } from "../errors.ts";
import { untilKnown } from "../settling.ts";
import { type Adapter, type AdapterContext, unlessAbsent } from "./adapter.ts";
import { isEmpty, ourTags, tagChange } from "./tags.ts";

/** A name is free again 60 seconds after its queue was deleted (SQS API, DeleteQueue). */
const isNameResting = (error: unknown) =>
  hasAwsCode(error, "QueueDeletedRecently", "AWS.SimpleQueueService.QueueDeletedRecently");

const attributesOf = (queue: QueueResource) => ({
  MessageRetentionPeriod: String(queue.retentionSeconds),
  VisibilityTimeout: String(queue.visibilitySeconds),
});

export function queueAdapter({ clients, clock }: AdapterContext): Adapter<QueueResource> {
  const urlOf = async (name: string): Promise<string | undefined> => {
    const sqs = await clients.sqs();
    return (await unlessAbsent(sqs.send(new GetQueueUrlCommand({ QueueName: name }))))?.QueueUrl;
  };
  return {
    async read({ name }) {
      const sqs = await clients.sqs();
      const QueueUrl = await urlOf(name);
      if (!QueueUrl) return undefined;
      const AttributeNames = ["MessageRetentionPeriod" as const, "VisibilityTimeout" as const];
      const [found, tagged] = await Promise.all([
        unlessAbsent(sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))),
        unlessAbsent(sqs.send(new ListQueueTagsCommand({ QueueUrl }))),
      ]);
      if (!found) return undefined;
      return {
        kind: "queue",
        name,
        retentionSeconds: Number(found.Attributes?.MessageRetentionPeriod ?? 345_600),
        visibilitySeconds: Number(found.Attributes?.VisibilityTimeout ?? 30),
        tags: ourTags(tagged?.Tags),
      };
    },
    async create(queue) {
      const sqs = await clients.sqs();
      const command = { QueueName: queue.name, Attributes: attributesOf(queue), tags: { ...queue.tags } };
      await untilKnown(clock, isNameResting, () => sqs.send(new CreateQueueCommand(command)));
    },
    async update(from, to) {
      const sqs = await clients.sqs();
      const QueueUrl = await urlOf(to.name);
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributesOf(to) }));
      const { set, remove } = tagChange(from.tags, to.tags);
      if (!isEmpty(set)) await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { ...set } }));
      if (remove.length > 0) await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: remove }));
    },
    async delete({ name }) {
      const sqs = await clients.sqs();
      const QueueUrl = await urlOf(name);
      if (QueueUrl) await unlessAbsent(sqs.send(new DeleteQueueCommand({ QueueUrl })));
    },
  };
}

// SQS.
import type { Gap } from "./gap.ts";

export const SQS_GAPS: readonly Gap[] = [
  { operations: "SendMessage", parameters: "MessageDeduplicationId" },
  { operations: "SendMessageBatch", parameters: "Entries.MessageDeduplicationId" },
  {
    operations: "SendMessage SendMessageBatch",
    parameters: "MessageGroupId Entries.MessageGroupId",
    harmless: "in a standard queue it shares consumers fairly between groups; the engine delivers in order of arrival",
  },
  {
    operations: "ReceiveMessage",
    parameters: "ReceiveRequestAttemptId",
    harmless: "for FIFO queues, which the engine has not",
  },
  {
    operations: "SendMessage SendMessageBatch",
    parameters:
      "MessageAttributes.StringListValues MessageAttributes.BinaryListValues MessageSystemAttributes.StringListValues " +
      "MessageSystemAttributes.BinaryListValues Entries.MessageAttributes.StringListValues " +
      "Entries.MessageAttributes.BinaryListValues Entries.MessageSystemAttributes.StringListValues " +
      "Entries.MessageSystemAttributes.BinaryListValues",
    harmless: "reserved by AWS for future use",
  },
];

// SQS.
import type { Gap } from "./gap.ts";

export const SQS_GAPS: readonly Gap[] = [
  {
    operations: "SendMessage SendMessageBatch",
    parameters: "MessageGroupId Entries.MessageGroupId",
    harmless:
      "in a FIFO queue it is the order; in a standard queue it shares consumers fairly between groups; the engine delivers in order of arrival",
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

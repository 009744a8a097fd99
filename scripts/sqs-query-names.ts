// What SQS's older Query protocol calls things: the model became JSON-only and lost these names, older clients still use them.

/** Shape → the word that stands for it in a form (`AttributeName.1`, `Attribute.1.Name`) and in XML. */
export const SQS_QUERY_NAMES: Readonly<Record<string, string>> = {
  AWSAccountIdList: "AWSAccountId",
  ActionNameList: "ActionName",
  AttributeNameList: "AttributeName",
  BatchResultErrorEntryList: "BatchResultErrorEntry",
  ChangeMessageVisibilityBatchRequestEntryList: "ChangeMessageVisibilityBatchRequestEntry",
  ChangeMessageVisibilityBatchResultEntryList: "ChangeMessageVisibilityBatchResultEntry",
  DeleteMessageBatchRequestEntryList: "DeleteMessageBatchRequestEntry",
  DeleteMessageBatchResultEntryList: "DeleteMessageBatchResultEntry",
  ListMessageMoveTasksResultEntryList: "ListMessageMoveTasksResultEntry",
  MessageAttributeNameList: "MessageAttributeName",
  MessageBodyAttributeMap: "MessageAttribute",
  MessageBodySystemAttributeMap: "MessageSystemAttribute",
  MessageList: "Message",
  MessageSystemAttributeList: "MessageSystemAttributeName",
  MessageSystemAttributeMap: "Attribute",
  QueueAttributeMap: "Attribute",
  QueueUrlList: "QueueUrl",
  SendMessageBatchRequestEntryList: "SendMessageBatchRequestEntry",
  SendMessageBatchResultEntryList: "SendMessageBatchResultEntry",
  TagKeyList: "TagKey",
  TagMap: "Tag",
};

/** Maps whose entries are not `Name` and `Value`. */
export const SQS_QUERY_MAP_KEYS: Readonly<Record<string, string>> = { TagMap: "Key" };

/** Error shape → [code that Query clients know, its HTTP status], also sent in `x-amzn-query-error` (as in AWS's JS SDK). */
export const SQS_QUERY_ERRORS: Readonly<Record<string, readonly [string, number]>> = {
  BatchEntryIdsNotDistinct: ["AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400],
  BatchRequestTooLong: ["AWS.SimpleQueueService.BatchRequestTooLong", 400],
  EmptyBatchRequest: ["AWS.SimpleQueueService.EmptyBatchRequest", 400],
  InvalidAddress: ["InvalidAddress", 404],
  InvalidBatchEntryId: ["AWS.SimpleQueueService.InvalidBatchEntryId", 400],
  InvalidSecurity: ["InvalidSecurity", 403],
  MessageNotInflight: ["AWS.SimpleQueueService.MessageNotInflight", 400],
  OverLimit: ["OverLimit", 403],
  PurgeQueueInProgress: ["AWS.SimpleQueueService.PurgeQueueInProgress", 403],
  QueueDeletedRecently: ["AWS.SimpleQueueService.QueueDeletedRecently", 400],
  QueueDoesNotExist: ["AWS.SimpleQueueService.NonExistentQueue", 400],
  QueueNameExists: ["QueueAlreadyExists", 400],
  ReceiptHandleIsInvalid: ["ReceiptHandleIsInvalid", 404],
  RequestThrottled: ["RequestThrottled", 403],
  ResourceNotFoundException: ["ResourceNotFoundException", 404],
  TooManyEntriesInBatchRequest: ["AWS.SimpleQueueService.TooManyEntriesInBatchRequest", 400],
  UnsupportedOperation: ["AWS.SimpleQueueService.UnsupportedOperation", 400],
};

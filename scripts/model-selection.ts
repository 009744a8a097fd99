// Which operations the engine's trimmed service models describe in full; every other operation keeps only its name.

/** `all`, or the operations that scheduled jobs need. An operation outside answers "not implemented", by name. */
export const SELECTION: Readonly<Record<string, "all" | string>> = {
  scheduler: "all",
  sqs: "all",
  sts: "all",
  ssm: "DeleteParameter GetParameter GetParameters PutParameter",
  dynamodb: `
    BatchGetItem BatchWriteItem CreateTable DeleteItem DeleteTable DescribeContinuousBackups DescribeEndpoints
    DescribeLimits DescribeTable DescribeTimeToLive GetItem ListTables ListTagsOfResource PutItem Query Scan
    TagResource TransactGetItems TransactWriteItems UntagResource UpdateContinuousBackups UpdateItem UpdateTable
    UpdateTimeToLive`,
  events: `
    CancelReplay CreateArchive CreateEventBus DeleteArchive DeleteEventBus DeleteRule DescribeArchive
    DescribeEventBus DescribeReplay DescribeRule DisableRule EnableRule ListArchives ListEventBuses ListReplays
    ListRuleNamesByTarget ListRules ListTagsForResource ListTargetsByRule PutEvents PutPermission PutRule PutTargets
    RemovePermission RemoveTargets StartReplay TagResource TestEventPattern UntagResource UpdateArchive
    UpdateEventBus`,
  iam: `
    AttachRolePolicy CreatePolicy CreatePolicyVersion CreateRole CreateServiceLinkedRole DeletePolicy
    DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy GetPolicy
    GetAccountAuthorizationDetails GetPolicyVersion GetRole GetRolePolicy GetUser ListAccountAliases
    ListAttachedRolePolicies ListEntitiesForPolicy ListInstanceProfilesForRole ListPolicies ListPolicyTags ListPolicyVersions ListRolePolicies ListRoleTags ListRoles
    PutRolePermissionsBoundary PutRolePolicy SetDefaultPolicyVersion SimulateCustomPolicy SimulatePrincipalPolicy
    TagPolicy TagRole UntagPolicy UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription`,
  lambda: `
    AddPermission CreateAlias CreateEventSourceMapping CreateFunction CreateFunctionUrlConfig DeleteAlias
    DeleteEventSourceMapping DeleteFunction DeleteFunctionConcurrency DeleteFunctionEventInvokeConfig
    DeleteFunctionUrlConfig GetAccountSettings GetAlias GetEventSourceMapping GetFunction
    GetFunctionCodeSigningConfig GetFunctionConcurrency GetFunctionConfiguration GetFunctionEventInvokeConfig
    GetFunctionRecursionConfig GetFunctionUrlConfig GetLayerVersion GetLayerVersionByArn GetPolicy
    GetProvisionedConcurrencyConfig GetRuntimeManagementConfig Invoke InvokeAsync ListAliases
    ListEventSourceMappings ListFunctionEventInvokeConfigs ListFunctionUrlConfigs ListFunctions ListLayerVersions
    ListLayers ListTags ListVersionsByFunction PublishVersion PutFunctionConcurrency PutFunctionEventInvokeConfig
    RemovePermission TagResource UntagResource UpdateAlias UpdateEventSourceMapping UpdateFunctionCode
    UpdateFunctionConfiguration UpdateFunctionEventInvokeConfig UpdateFunctionUrlConfig`,
  logs: `
    CreateLogGroup CreateLogStream DeleteLogGroup DeleteLogStream DeleteMetricFilter DeleteRetentionPolicy
    DeleteSubscriptionFilter DescribeLogGroups DescribeLogStreams DescribeMetricFilters DescribeQueries
    DescribeSubscriptionFilters FilterLogEvents GetLogEvents GetLogRecord GetQueryResults ListTagsForResource
    ListTagsLogGroup PutLogEvents PutMetricFilter PutRetentionPolicy PutSubscriptionFilter StartLiveTail StartQuery StopQuery
    TagLogGroup TagResource TestMetricFilter UntagLogGroup UntagResource`,
  s3: `
    AbortMultipartUpload CompleteMultipartUpload CopyObject CreateBucket CreateMultipartUpload DeleteBucket
    DeleteBucketPolicy DeleteBucketTagging DeleteObject DeleteObjectTagging DeleteObjects DeletePublicAccessBlock
    GetBucketLocation GetBucketNotificationConfiguration GetBucketPolicy GetBucketTagging GetBucketVersioning GetObject
    GetObjectAttributes GetObjectTagging GetPublicAccessBlock HeadBucket HeadObject ListBuckets ListMultipartUploads
    ListObjectVersions ListObjects ListObjectsV2 ListParts PutBucketNotificationConfiguration PutBucketPolicy
    PutBucketTagging PutBucketVersioning PutObject PutObjectTagging PutPublicAccessBlock UploadPart UploadPartCopy`,
};

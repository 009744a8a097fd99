// S3.
import type { Gap } from "./gap.ts";

const WRITES = "PutObject CopyObject CreateMultipartUpload";

export const S3_GAPS: readonly Gap[] = [
  {
    operations: `${WRITES} CreateBucket`,
    parameters: "ACL",
    accepts: ["private", "bucket-owner-full-control", "bucket-owner-read"],
  },
  {
    operations: `${WRITES} CreateBucket`,
    parameters: "GrantFullControl GrantRead GrantReadACP GrantWrite GrantWriteACP",
  },
  { operations: WRITES, parameters: "ServerSideEncryption", accepts: ["AES256"] },
  { operations: WRITES, parameters: "StorageClass", accepts: ["STANDARD"] },
  {
    operations: WRITES,
    parameters:
      "SSEKMSKeyId SSEKMSEncryptionContext BucketKeyEnabled ObjectLockMode ObjectLockRetainUntilDate ObjectLockLegalHoldStatus",
  },
  {
    operations: `${WRITES} GetObject HeadObject UploadPart CompleteMultipartUpload ListParts`,
    parameters: "SSECustomerAlgorithm SSECustomerKey SSECustomerKeyMD5",
  },
  {
    operations: "CopyObject",
    parameters:
      "CopySourceSSECustomerAlgorithm CopySourceSSECustomerKey CopySourceSSECustomerKeyMD5 ChecksumAlgorithm " +
      "AnnotationDirective ExpectedSourceBucketOwner",
  },
  {
    operations: "CreateBucket",
    parameters:
      "ObjectLockEnabledForBucket BucketNamespace CreateBucketConfiguration.Location CreateBucketConfiguration.Bucket",
  },
  { operations: "CreateBucket", parameters: "ObjectOwnership", accepts: ["BucketOwnerEnforced"] },
  { operations: "PutObject", parameters: "WriteOffsetBytes" },
  {
    operations: "PutObject UploadPart",
    parameters: "ChecksumSHA512 ChecksumMD5 ChecksumXXHASH64 ChecksumXXHASH3 ChecksumXXHASH128",
  },
  {
    operations: "CompleteMultipartUpload",
    parameters:
      "ChecksumCRC32 ChecksumCRC32C ChecksumCRC64NVME ChecksumSHA1 ChecksumSHA256 ChecksumSHA512 ChecksumMD5 " +
      "ChecksumXXHASH64 ChecksumXXHASH3 ChecksumXXHASH128 MpuObjectSize",
  },
  { operations: "AbortMultipartUpload", parameters: "IfMatchInitiatedTime" },
  {
    operations: "DeleteObject DeleteObjects",
    parameters:
      "MFA BypassGovernanceRetention IfMatch IfMatchLastModifiedTime IfMatchSize Delete.Objects.LastModifiedTime " +
      "Delete.Objects.ETag Delete.Objects.Size",
  },
  {
    operations: "DeleteObject DeleteObjects GetObject HeadObject GetObjectTagging PutObjectTagging DeleteObjectTagging",
    parameters: "VersionId Delete.Objects.VersionId",
    accepts: ["null"],
  },
  { operations: "GetObject HeadObject", parameters: "PartNumber ResponseExpires" },
  { operations: "ListBuckets", parameters: "BucketRegion" },
  { operations: "ListMultipartUploads", parameters: "Delimiter KeyMarker UploadIdMarker" },
  { operations: "ListMultipartUploads", parameters: "MaxUploads", accepts: [1_000] },
  {
    operations: "PutBucketNotificationConfiguration",
    parameters:
      "NotificationConfiguration.TopicConfigurations NotificationConfiguration.QueueConfigurations " +
      "NotificationConfiguration.LambdaFunctionConfigurations",
  },
  {
    operations:
      "AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject DeleteObjects GetObject " +
      "GetObjectTagging HeadObject ListMultipartUploads ListObjects ListObjectsV2 ListParts PutObject PutObjectTagging UploadPart",
    parameters: "RequestPayer",
    harmless: "nobody pays here",
  },
  {
    operations: "CreateMultipartUpload CompleteMultipartUpload",
    parameters:
      "ChecksumAlgorithm ChecksumType MultipartUpload.Parts.ChecksumCRC32 MultipartUpload.Parts.ChecksumCRC32C " +
      "MultipartUpload.Parts.ChecksumCRC64NVME MultipartUpload.Parts.ChecksumSHA1 MultipartUpload.Parts.ChecksumSHA256 " +
      "MultipartUpload.Parts.ChecksumSHA512 MultipartUpload.Parts.ChecksumMD5 MultipartUpload.Parts.ChecksumXXHASH64 " +
      "MultipartUpload.Parts.ChecksumXXHASH3 MultipartUpload.Parts.ChecksumXXHASH128",
    harmless: "each part is checked when it comes; an object made of parts keeps no checksum",
  },
  {
    operations: "ListMultipartUploads",
    parameters: "EncodingType",
    harmless: "keys come as they are; the answer does not say that they are encoded",
  },
  {
    operations: "ListObjects ListObjectsV2",
    parameters: "OptionalObjectAttributes",
    harmless: "it asks how far objects are restored from an archive, and none is archived",
  },
  {
    operations: "PutBucketPolicy",
    parameters: "ConfirmRemoveSelfBucketAccess",
    harmless: "the account's owner may always change it here",
  },
  {
    operations: "PutBucketNotificationConfiguration",
    parameters: "SkipDestinationValidation",
    harmless: "EventBridge is the only destination",
  },
  {
    operations: "PutObject UploadPart",
    parameters: "ContentLength ChecksumAlgorithm",
    harmless: "the body's own length counts, and the checksum that is given",
  },
  {
    operations: "DeleteObjects PutBucketPolicy PutBucketTagging PutObjectTagging",
    parameters: "ContentMD5 ChecksumAlgorithm",
    harmless: "the body is read whole, and not checked a second time",
  },
];

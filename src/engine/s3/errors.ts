// S3's errors, worded as S3 words them (API Reference, Error responses).
import { ServiceError } from "../service.ts";

export const noSuchBucket = (bucket: string) =>
  new ServiceError("NoSuchBucket", "The specified bucket does not exist", { BucketName: bucket });

export const noSuchKey = (key: string) =>
  new ServiceError("NoSuchKey", "The specified key does not exist.", { Key: key });

export const noSuchUpload = (id: string) =>
  new ServiceError(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    { UploadId: id },
  );

export const preconditionFailed = (condition: string) =>
  new ServiceError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    Condition: condition,
  });

export const invalidArgument = (name: string, value: unknown, message: string) =>
  new ServiceError("InvalidArgument", message, { ArgumentName: name, ArgumentValue: String(value) });

export const malformedXml = () =>
  new ServiceError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );

// Who may not list a bucket is not told that a key is missing: it is as forbidden as one that is there (API Reference, GetObject).
import { type Call, type Operation, ServiceError } from "../service.ts";
import { mayList } from "./access.ts";
import type { InBucket } from "./buckets.ts";

export const hideMissing =
  (operation: Operation): Operation =>
  async (input: InBucket, call: Call) => {
    try {
      return await operation(input, call);
    } catch (error) {
      const isMissing = error instanceof ServiceError && error.code === "NoSuchKey";
      throw (isMissing ? call.refusal(mayList(input)) : undefined) ?? error;
    }
  };

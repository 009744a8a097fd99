// The object that a copy is made of, as the header x-amz-copy-source names it.
import { ServiceError } from "../service.ts";
import { invalidArgument } from "./errors.ts";
import type { AtKey } from "./objects.ts";

export function placeOfSource(source: string): AtKey {
  const [whole = "", version = "null"] = source.split("?versionId=");
  if (version !== "null") {
    throw new ServiceError("NotImplemented", "The engine's buckets keep no versions: CopySource may name none.");
  }
  const path = whole.replace(/^\//, "");
  const slash = path.indexOf("/");
  try {
    const [bucket, key] = [decodeURIComponent(path.slice(0, slash)), decodeURIComponent(path.slice(slash + 1))];
    if (slash > 0 && key !== "") return { Bucket: bucket, Key: key };
  } catch {}
  throw invalidArgument("x-amz-copy-source", source, "Invalid copy source object key");
}

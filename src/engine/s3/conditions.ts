// Conditional requests: read or write only if the object is, or is not, what the caller thinks (User Guide).
import { ServiceError } from "../service.ts";
import { noSuchKey, preconditionFailed } from "./errors.ts";
import type { StoredObject } from "./objects.ts";

export interface WriteConditions {
  readonly Key: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}

export interface ReadConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  /** Epoch seconds. */
  readonly IfModifiedSince?: number;
  readonly IfUnmodifiedSince?: number;
}

type Dated = Pick<StoredObject, "etag" | "modifiedAt">;

export function checkWriteConditions(existing: StoredObject | undefined, input: WriteConditions): void {
  if (input.IfNoneMatch !== undefined) {
    if (input.IfNoneMatch !== "*") {
      throw new ServiceError("NotImplemented", "A header you provided implies functionality that is not implemented", {
        Header: "If-None-Match",
      });
    }
    if (existing) throw preconditionFailed("If-None-Match");
  }
  if (input.IfMatch === undefined) return;
  if (!existing) throw noSuchKey(input.Key);
  if (!namesEtag(input.IfMatch, existing.etag)) throw preconditionFailed("If-Match");
}

/** If-Match beats If-Unmodified-Since, If-None-Match beats If-Modified-Since (API Reference, GetObject). */
export function checkReadConditions(object: Dated, input: ReadConditions): void {
  const modifiedAt = object.modifiedAt / 1_000;
  if (input.IfMatch !== undefined) {
    if (!namesEtag(input.IfMatch, object.etag)) throw preconditionFailed("If-Match");
  } else if (input.IfUnmodifiedSince !== undefined && modifiedAt > input.IfUnmodifiedSince) {
    throw preconditionFailed("If-Unmodified-Since");
  }
  if (input.IfNoneMatch !== undefined) {
    if (namesEtag(input.IfNoneMatch, object.etag)) throw notModified();
  } else if (input.IfModifiedSince !== undefined && modifiedAt <= input.IfModifiedSince) {
    throw notModified();
  }
}

const notModified = () => new ServiceError("NotModified", "Not Modified");

function namesEtag(condition: string, etag: string): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, "").replace(/^"|"$/g, "");
  return condition.split(",").some((one) => bare(one) === "*" || bare(one) === bare(etag));
}

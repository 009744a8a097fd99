// CompleteMultipartUpload: the named parts become one object, and the upload is over.
import { createHash } from "node:crypto";
import { type Call, ServiceError } from "../service.ts";
import { checkWriteConditions, type WriteConditions } from "./conditions.ts";
import { malformedXml } from "./errors.ts";
import { announceObject } from "./notification.ts";
import { replaceObject } from "./objects.ts";
import type { S3 } from "./s3.ts";
import { forgetUpload, type OfUpload, type Part, partsOf, uploadOf } from "./uploads.ts";

interface Named {
  readonly PartNumber?: number;
  readonly ETag?: string;
}

interface CompleteMultipartUploadInput extends OfUpload, WriteConditions {
  readonly MultipartUpload?: { readonly Parts?: readonly Named[] };
}

/** All parts but the last (User Guide, multipart upload limits). */
const SMALLEST_PART = 5 * 1_048_576;

export const completeMultipartUpload = (s3: S3) => async (input: CompleteMultipartUploadInput, call: Call) => {
  const upload = uploadOf(s3, input);
  const parts = chosenParts(partsOf(s3, upload.id), input.MultipartUpload?.Parts ?? []);
  const object = { etag: etagOfParts(parts), headers: upload.headers, checksums: {}, tags: upload.tags };
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const blob = await s3.blobs.write(size, async function* () {
    for (const part of parts) yield await s3.blobs.read(part.blob, 0, part.size);
  });
  let files: readonly string[] = [];
  const stored = await replaceObject(s3, input, blob, object, (existing) => {
    checkWriteConditions(existing, input);
    // Two completions at once: the second finds no upload any more.
    files = s3.blobs.forget(forgetUpload(s3, uploadOf(s3, input).id));
  });
  await s3.blobs.sweep(files);
  announceObject(s3, stored, "CompleteMultipartUpload");
  return {
    Location: `${call.origin}/${input.Bucket}/${encodeURIComponent(input.Key).replaceAll("%2F", "/")}`,
    Bucket: input.Bucket,
    Key: input.Key,
    ETag: object.etag,
  };
};

function chosenParts(uploaded: readonly Part[], named: readonly Named[]): Part[] {
  if (named.length === 0) throw malformedXml();
  const bare = (etag: string | undefined) => (etag ?? "").replaceAll('"', "");
  const parts = named.map(({ PartNumber, ETag }, index) => {
    if ((PartNumber ?? 0) <= (named[index - 1]?.PartNumber ?? 0)) {
      const text =
        "The list of parts was not in ascending order. The parts list must be specified in order by part number.";
      throw new ServiceError("InvalidPartOrder", text);
    }
    const part = uploaded.find(({ number }) => number === PartNumber);
    if (part && bare(part.etag) === bare(ETag)) return part;
    const text =
      "One or more of the specified parts could not be found. The part might not have been uploaded, or the specified " +
      "entity tag might not have matched the part's entity tag.";
    throw new ServiceError("InvalidPart", text, { PartNumber: PartNumber ?? 0 });
  });
  const small = parts.slice(0, -1).find(({ size }) => size < SMALLEST_PART);
  if (!small) return parts;
  throw new ServiceError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
    ProposedSize: small.size,
    MinSizeAllowed: SMALLEST_PART,
    PartNumber: small.number,
  });
}

/** The MD5 of the parts' MD5s, and how many they are. */
function etagOfParts(parts: readonly Part[]): string {
  const digests = parts.map(({ etag }) => Buffer.from(etag.replaceAll('"', ""), "hex"));
  return `"${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-${parts.length}"`;
}

// What an object carries beside its bytes: content headers and the user's metadata, taken in and given out.
import { ServiceError } from "../service.ts";

const CONTENT = [
  "CacheControl",
  "ContentDisposition",
  "ContentLanguage",
  "ContentType",
  "WebsiteRedirectLocation",
] as const;

export interface ObjectHeaders {
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentType?: string;
  readonly WebsiteRedirectLocation?: string;
  /** Epoch seconds. */
  readonly Expires?: number;
  readonly Metadata?: Readonly<Record<string, string>>;
}

/** User Guide, working with object metadata. */
const MOST_METADATA_BYTES = 2_048;
const DEFAULT_TYPE = "binary/octet-stream";

export function headersOf(input: ObjectHeaders): ObjectHeaders {
  const metadata = Object.entries(input.Metadata ?? {});
  const size = metadata.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (size > MOST_METADATA_BYTES) {
    const text = "Your metadata headers exceed the maximum allowed metadata size";
    throw new ServiceError("MetadataTooLarge", text, { Size: size, MaxSizeAllowed: MOST_METADATA_BYTES });
  }
  // aws-chunked is how the body travelled, not what it is (API Reference, PutObject).
  const encoding = (input.ContentEncoding ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== "aws-chunked");
  const given = CONTENT.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]]));
  return {
    ...Object.fromEntries(given),
    ...(encoding.length > 0 ? { ContentEncoding: encoding.join(",") } : {}),
    ...(input.Expires === undefined ? {} : { Expires: input.Expires }),
    ...(metadata.length > 0 ? { Metadata: Object.fromEntries(metadata) } : {}),
  };
}

export const shownHeaders = (headers: ObjectHeaders): ObjectHeaders => ({ ContentType: DEFAULT_TYPE, ...headers });

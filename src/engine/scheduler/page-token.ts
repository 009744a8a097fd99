// NextToken: the place after which the next page begins.
import { invalid } from "./faults.ts";

export function writePageToken(after: readonly string[]): string {
  return Buffer.from(JSON.stringify(after)).toString("base64url");
}

/** `size` names, empty ones for the first page. */
export function readPageToken(token: string | undefined, size: number): string[] {
  if (token === undefined) return new Array<string>(size).fill("");
  try {
    const value: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (Array.isArray(value) && value.length === size && value.every((part) => typeof part === "string")) return value;
  } catch {}
  throw invalid("Invalid NextToken provided.");
}

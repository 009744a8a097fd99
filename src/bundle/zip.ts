// A zip that is the same bytes for the same files: fixed time, sorted names, fixed permissions.
import { createHash } from "node:crypto";
import { type Zippable, zipSync } from "fflate";

/** Built and read back in local time by the zip library, so it is the same in every zone. 1980 is the format's first year. */
const FIXED_TIME = new Date(1980, 0, 1);

/** Lambda refuses to start a function whose files are not readable by everyone (Lambda guide, deployment packages). */
const UNIX = 3;
const READABLE = 0o100644 * 2 ** 16;

export function zipOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const name of [...files.keys()].sort()) {
    entries[name] = [files.get(name) ?? new Uint8Array(), { mtime: FIXED_TIME, os: UNIX, attrs: READABLE, level: 9 }];
  }
  return zipSync(entries);
}

/** Lambda's `CodeSha256`. */
export function codeSha256Of(zip: Uint8Array): string {
  return createHash("sha256").update(zip).digest("base64");
}

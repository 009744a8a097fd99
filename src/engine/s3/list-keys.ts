// One page of a bucket's keys in order, with what lies below a delimiter folded into common prefixes.

export interface Keyed {
  readonly key: string;
}

export interface Listing<T extends Keyed> {
  readonly objects: readonly T[];
  readonly prefixes: readonly string[];
  /** Where the next page goes on; undefined when there is none. */
  readonly next: string | undefined;
}

export interface Wanted {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only what comes after it. */
  readonly after: string;
  readonly most: number;
}

/** Above every key that starts with what stands before it. */
export const LAST = "\u{10ffff}";
const ROWS_AT_ONCE = 1_000;

/** `fetch` gives up to `most` rows from (or after) a key on, in order. A folded prefix of millions costs one batch. */
export function listKeys<T extends Keyed>(
  fetch: (from: string, inclusive: boolean, most: number) => readonly T[],
  wanted: Wanted,
): Listing<T> {
  const { prefix, delimiter, most } = wanted;
  const objects: T[] = [];
  const prefixes: string[] = [];
  let from = wanted.after;
  let inclusive = false;
  if (Buffer.compare(Buffer.from(wanted.after), Buffer.from(prefix)) < 0) [from, inclusive] = [prefix, true];
  let folded: string | undefined;
  for (;;) {
    const rows = fetch(from, inclusive, ROWS_AT_ONCE);
    for (const row of rows) {
      if (!row.key.startsWith(prefix)) return { objects, prefixes, next: undefined };
      if (folded !== undefined && row.key.startsWith(folded)) continue;
      if (objects.length + prefixes.length >= most) return { objects, prefixes, next: most > 0 ? from : undefined };
      folded = foldedPrefix(row.key, prefix, delimiter);
      if (folded === undefined) objects.push(row);
      else prefixes.push(folded);
      from = folded === undefined ? row.key : folded + LAST;
    }
    if (rows.length < ROWS_AT_ONCE) return { objects, prefixes, next: undefined };
    inclusive = false;
  }
}

function foldedPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

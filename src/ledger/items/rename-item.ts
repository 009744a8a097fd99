// A job's former name, as the ledger remembers it: whose runs are the job's too, and up to when.
import type { Item } from "../dynamo.ts";
import { unmarshalItem } from "./attribute-value.ts";
import { PlainReader } from "./plain-reader.ts";

export interface Rename {
  readonly job: string;
  /** The latest first. */
  readonly was: readonly string[];
  /** When the last schedule of the former names was gone; undefined while one may be left. What is due later under one of
   * those names is another job's. */
  readonly until: number | undefined;
}

export function parseRename(item: Item): Rename | undefined {
  const plain = unmarshalItem(item);
  const read = new PlainReader(plain);
  const job = read.text("job");
  const was = plain["was"];
  if (job === undefined || !Array.isArray(was)) return undefined;
  return { job, was: was.map(String), until: read.number("until") };
}

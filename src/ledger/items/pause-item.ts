// A pause: an operator's word that a job is not to start by itself for a while, and why.
import type { Item } from "../dynamo.ts";
import { unmarshalItem } from "./attribute-value.ts";
import { PlainReader } from "./plain-reader.ts";

export interface Pause {
  readonly job: string;
  readonly by: string;
  readonly reason: string;
  readonly at: number;
  /** When it ends by itself; undefined for one that somebody has to end. */
  readonly until: number | undefined;
}

export function parsePause(item: Item): Pause | undefined {
  const read = new PlainReader(unmarshalItem(item));
  const job = read.text("job");
  if (job === undefined) return undefined;
  return {
    job,
    by: read.text("by") ?? "unknown",
    reason: read.text("reason") ?? "",
    at: read.number("at") ?? 0,
    until: read.number("until"),
  };
}

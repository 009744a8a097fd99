// Why somebody does what others will wonder about: needed, and short enough to be shown everywhere.
import type { CommandLine } from "./command.ts";
import { UsageError } from "./errors.ts";

const LONGEST_REASON = 200;

/** `because` says who will want to know it. */
export function reasonGiven({ options }: CommandLine, because: string): string {
  const reason = options.text("reason")?.trim() ?? "";
  if (reason !== "" && reason.length <= LONGEST_REASON) return reason;
  throw new UsageError(`--reason: say why, in 1 to ${LONGEST_REASON} characters: ${because}`);
}

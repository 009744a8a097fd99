// Which dead letters a command means: the options that list, redrive and purge share.
import { systemClock } from "../core/clock.ts";
import { nearest } from "../core/nearest.ts";
import { LETTER_QUEUES } from "../runs/dead-letters/letter.ts";
import type { LetterFilter } from "../runs/dead-letters/letter-filter.ts";
import type { CommandLine } from "./command.ts";
import { UsageError } from "./errors.ts";
import { parseInstant } from "./instants.ts";

/** Ids come as the command's words. A job need not be in the file any more. */
export function letterFilterOf({ positional, options }: CommandLine): LetterFilter {
  const now = systemClock.now();
  const instant = (name: string): number | undefined => {
    const text = options.text(name);
    return text === undefined ? undefined : parseInstant(text, `--${name}`, now);
  };
  const queue = options.text("queue");
  const known = LETTER_QUEUES.find((one) => one === queue);
  if (queue !== undefined && known === undefined) {
    const near = nearest(queue, LETTER_QUEUES);
    throw new UsageError(
      `--queue: expected ${LETTER_QUEUES.join(" or ")}, got "${queue}"${near ? `; did you mean "${near}"?` : ""}`,
    );
  }
  for (const id of positional) {
    if (!/^[0-9a-f-]{4,64}$/.test(id)) {
      throw new UsageError(
        `"${id.slice(0, 80)}" is no dead letter's id: lamp dlq list shows them; four characters of one are enough`,
      );
    }
  }
  return {
    ids: positional,
    job: options.text("job"),
    queue: known,
    error: options.text("error"),
    fromAt: instant("since"),
    toAt: instant("until"),
  };
}

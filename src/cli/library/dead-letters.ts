// The dead letters of both queues, from a program.
import { list } from "../commands/dlq/list.ts";
import { purge } from "../commands/dlq/purge.ts";
import { redrive } from "../commands/dlq/redrive.ts";
import { callCommand } from "./call-command.ts";
import type { LettersDocument, PurgeDocument, RedriveDocument } from "./documents.ts";
import type { Instant, Settings } from "./settings.ts";

/** Which letters: those that all of it holds for. */
export interface LetterChoice extends Settings {
  /** Ids, or how they begin. */
  readonly ids?: readonly string[];
  readonly job?: string;
  readonly queue?: "undelivered" | "failed";
  /** In the error's code or message. */
  readonly error?: string;
  readonly since?: Instant;
  readonly until?: Instant;
}

export interface RedriveOptions extends LetterChoice {
  /** At most so many are run; 1,000 if left out. */
  readonly limit?: number;
  /** Says what would be run; nothing is sent and nothing deleted. */
  readonly dryRun?: boolean;
}

export const dlq = {
  /** What waits, oldest first, left where it is. */
  list({ job, queue, error, since, until, ...settings }: Omit<LetterChoice, "ids"> = {}): Promise<LettersDocument> {
    return callCommand(list, settings, [], { job, queue, error, since, until });
  },

  /** Runs letters again, each once, with its own input and due time. */
  redrive({ ids = [], ...options }: RedriveOptions = {}): Promise<RedriveDocument> {
    const { job, queue, error, since, until, limit, dryRun, ...settings } = options;
    return callCommand(redrive, settings, ids, { job, queue, error, since, until, limit, dryRun });
  },

  /** Deletes letters for good. */
  purge({ ids = [], ...options }: LetterChoice & { readonly yes: true }): Promise<PurgeDocument> {
    const { job, queue, error, since, until, yes, ...settings } = options;
    return callCommand(purge, settings, ids, { job, queue, error, since, until, yes });
  },
};

// A difference that was looked into: what differs, which side AWS's documentation agrees with, and the page that says so.
import type { Answer, Command } from "./command.ts";

export interface Exchange {
  readonly command: Command;
  readonly ours: Answer;
  readonly theirs: Answer;
}

export interface Known {
  /** In a few words, unique in its list. */
  readonly name: string;
  readonly right: "engine" | "other" | "both";
  /** The page of AWS's documentation that decides. */
  readonly page: string;
  readonly covers: (exchange: Exchange) => boolean;
  /** Covered only if the answers are the same but for these members. */
  readonly apart?: readonly string[];
  /** The two hold different things from here on: the sequence ends. */
  readonly parts?: boolean;
}

export const refused = (answer: Answer, error?: string) =>
  !answer.ok && (error === undefined || answer.error === error);

// The options by which dead letters are chosen.
import type { Option } from "../../command.ts";

export const LETTER_FILTER: readonly Option[] = [
  { flags: "--job <name>", description: "of this job only, in the file or not" },
  { flags: "--queue <queue>", description: "undelivered (never reached the function) or failed (not finished by it)" },
  { flags: "--error <text>", description: "whose error's code or message holds this" },
  { flags: "--since <instant>", description: "due since" },
  { flags: "--until <instant>", description: "due until" },
];

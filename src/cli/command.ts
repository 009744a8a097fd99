// What a command is: data for help and completion, and one function. A command's file loads nothing heavy before it runs.
import type { Terminal } from "./terminal.ts";

export interface Option {
  /** As commander writes them: `--from <instant>`. */
  readonly flags: string;
  readonly description: string;
  readonly default?: string;
}

export interface CommandLine {
  readonly positional: readonly string[];
  readonly options: Options;
  readonly terminal: Terminal;
}

/** Parsed options by camel-case name; flags without a value are true. */
export class Options {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }
}

export interface Command {
  readonly name: string;
  /** As commander writes them: `[job]`, `<run>`. */
  readonly positional?: string;
  /** What the first positional names, for completion. */
  readonly completes?: "job" | "run";
  /** Called by scripts, not by people: left out of the help page. */
  readonly hidden?: boolean;
  readonly summary: string;
  readonly details?: string;
  /** One command line, and what it does. */
  readonly example: readonly [line: string, effect: string];
  readonly options?: readonly Option[];
  run(line: CommandLine): Promise<number>;
}

/** Commands about one thing, under its name: `lamp dlq list`. */
export interface CommandFamily {
  readonly name: string;
  readonly summary: string;
  readonly members: readonly Command[];
}

export const isFamily = (command: Command | CommandFamily): command is CommandFamily => "members" in command;

/** Options that every command takes. */
export const SHARED_OPTIONS: readonly Option[] = [
  { flags: "--env <name>", description: "the environment, a file in config/ (default: LAMP_ENV, else local)" },
  { flags: "--file <path>", description: "the manifest (default: jobs.yaml)" },
  { flags: "--endpoint <url>", description: "send every AWS call to this address" },
  { flags: "--json", description: "one JSON document on standard output" },
];

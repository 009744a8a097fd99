// Runs a command as the command line does, with its document as the answer instead of text: there is one code path for both.
import type { JsonObject } from "../../core/json.ts";
import { type Command, type CommandLine, Options } from "../command.ts";
import { NoDocument } from "../errors.ts";
import type { Instant, Settings } from "./settings.ts";

type Given = Instant | boolean | number | JsonObject | readonly string[] | undefined;

/** `T` is the shape that the command's --json promises. Rejects with the error that the command line would show. */
export async function callCommand<T>(
  command: Command,
  settings: Settings,
  positional: readonly string[],
  given: Readonly<Record<string, Given>> = {},
): Promise<T> {
  const { file, env, endpoint } = settings;
  const values = Object.entries({ file, env, endpoint, ...given }).map(([name, value]) => [name, optionOf(value)]);
  const printed: string[] = [];
  await command.run({
    positional,
    options: new Options({ ...Object.fromEntries(values), json: true }),
    terminal: terminalFor(settings, printed),
  });
  if (printed.length === 0) throw new NoDocument(command.name);
  return JSON.parse(printed.join("\n")) as T;
}

/** As it would have been typed. */
function optionOf(value: Given): string | boolean | undefined {
  if (value === undefined || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.join(",") : JSON.stringify(value);
}

function terminalFor(settings: Settings, printed: string[]): CommandLine["terminal"] {
  const { cwd = process.cwd(), by, signal = new AbortController().signal, onNote = () => {} } = settings;
  return {
    cwd,
    variables: by === undefined ? process.env : { ...process.env, LAMP_BY: by },
    interactive: false,
    columns: 120,
    interrupted: signal,
    out: (line) => void printed.push(line),
    note: onNote,
    status: () => {},
    style: (_style, text) => text,
    styleNote: (_style, text) => text,
  };
}

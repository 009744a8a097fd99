// A run's input as typed: JSON, @file, or - for standard input.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { messageOf } from "../core/error.ts";
import type { JsonObject } from "../core/json.ts";
import { UsageError } from "./errors.ts";

/** `otherwise` gives the job's own. */
export async function readInput(
  option: string | undefined,
  otherwise: () => Promise<JsonObject>,
  cwd: string,
): Promise<JsonObject> {
  if (option === undefined) return otherwise();
  const source = await sourceOf(option, cwd);
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw new UsageError(`--input: not JSON (${messageOf(error)})`);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new UsageError('--input: expected a JSON object, like {"day": "2027-03-01"}');
  }
  return value as JsonObject;
}

async function sourceOf(option: string, cwd: string): Promise<string> {
  if (option === "-") return text(process.stdin);
  if (!option.startsWith("@")) return option;
  try {
    return await readFile(resolve(cwd, option.slice(1)), "utf8");
  } catch (error) {
    throw new UsageError(`--input: ${option.slice(1)} cannot be read (${messageOf(error)})`);
  }
}

// The text that a target is given, as a value that the file can hold without changing it.
import type { Json, JsonObject } from "../core/json.ts";
import { isPlainNumber } from "./plain-number.ts";

export type ReadInput =
  | { readonly ok: true; readonly input: JsonObject }
  | { readonly ok: false; readonly reason: string };

/** Keys that no JavaScript object should have; the file refuses them. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype", "<<"]);

export function readInput(text: string): ReadInput {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused("its input is no JSON");
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    const kind = Array.isArray(value) ? "a list" : value === null ? "null" : `a ${typeof value}`;
    return refused(`its input is ${kind}; a job's input is a JSON object`);
  }
  const number = unclearNumber(text);
  if (number !== undefined) return refused(`its input holds the number ${number}, which would be read as another one`);
  const size = excess(value as JsonObject, 1);
  if (size !== undefined) return refused(`its input ${size}`);
  const key = forbiddenKey(value as JsonObject);
  if (key !== undefined) return refused(`its input has the key "${key}", which the file does not take`);
  return { ok: true, input: value as JsonObject };
}

const refused = (reason: string): ReadInput => ({ ok: false, reason });

/** Outside of texts, which are emptied first. */
function unclearNumber(text: string): string | undefined {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return [...bare.matchAll(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)]
    .map(([number]) => number)
    .find((number) => !isPlainNumber(number));
}

/** The file's own limits: levels, of which the job takes some, and entries in one place. */
const MOST_LEVELS = 16;
const MOST_ENTRIES = 20_000;

function excess(value: Json, level: number): string | undefined {
  if (value === null || typeof value !== "object") return undefined;
  if (level > MOST_LEVELS) return `is nested deeper than ${MOST_LEVELS} levels`;
  const members = Object.values(value);
  if (members.length > MOST_ENTRIES) return `has more than ${MOST_ENTRIES} entries in one place`;
  for (const member of members) {
    const found = excess(member, level + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function forbiddenKey(value: Json): string | undefined {
  if (value === null || typeof value !== "object") return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (!Array.isArray(value) && FORBIDDEN.has(key)) return key;
    const found = forbiddenKey(member);
    if (found !== undefined) return found;
  }
  return undefined;
}

// Answers in one form, so that what differs is a difference: bytes as text, members in order, unordered lists sorted.
import type { Answer, Command } from "./command.ts";

/** Names of members that no two servers agree on, and what else a comparison of its own leaves out. */
export interface Leaving {
  readonly members: ReadonlySet<string>;
  /** Texts that speak of the side itself: its address, its account. */
  text(value: string): string;
}

export function normalAnswer(answer: Answer, command: Command, leaving: Leaving): string {
  const left: Leaving = { ...leaving, members: new Set([...leaving.members, ...(command.without ?? [])]) };
  const unordered = new Set(command.unordered ?? []);
  if (answer.ok) {
    const pages = command.pages && unordered.size > 0 ? merged(answer.pages) : answer.pages;
    return stable(normal(pages, unordered, left));
  }
  const { Error: _, Code: __, Type: ___, Message: ____, ...members } = answer.members as Record<string, unknown>;
  return stable({ error: answer.error, ...(normal(members, unordered, left) as object) });
}

/** DynamoDB's numbers are texts: `1E3` and `1000` are one. */
function numbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(numbers);
  const [, sign = "", whole = "", part = "", exponent = "0"] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(String(value)) ?? [];
  const digits = `${whole}${part}`.replace(/^0+/, "");
  const trimmed = digits.replace(/0+$/, "");
  if (trimmed === "") return "0";
  return `${sign.replace("+", "")}${trimmed}e${Number(exponent) - part.length + digits.length - trimmed.length}`;
}

/** Where no order is promised, what stands on which page is not either: lists are joined, counts added up. */
function merged(pages: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> {
  const all: Record<string, unknown> = { pages: pages.length };
  for (const [name, member] of pages.flatMap((page) => Object.entries(page))) {
    if (Array.isArray(member)) all[name] = [...((all[name] as unknown[] | undefined) ?? []), ...member];
    else if (typeof member === "number") all[name] = ((all[name] as number | undefined) ?? 0) + member;
  }
  return all;
}

function normal(value: unknown, unordered: ReadonlySet<string>, leaving: Leaving): unknown {
  if (typeof value === "string") return leaving.text(value);
  if (value instanceof Uint8Array) return `base64:${Buffer.from(value).toString("base64")}`;
  if (value instanceof Date) return `date:${value.toISOString()}`;
  if (Array.isArray(value)) return value.map((one) => normal(one, unordered, leaving));
  if (value instanceof Set) return [...value].map((one) => normal(one, unordered, leaving)).sort(byText);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value)
    .filter(([name, member]) => member !== undefined && !leaving.members.has(name))
    .map(([name, member]): [string, unknown] => {
      const inner = /^NS?$/.test(name) ? numbers(member) : normal(member, unordered, leaving);
      const isSet = /^(SS|NS|BS)$/.test(name) || unordered.has(name);
      return [name, isSet && Array.isArray(inner) ? inner.toSorted(byText) : inner];
    });
  return Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const byText = (a: unknown, b: unknown) => (stable(a) < stable(b) ? -1 : 1);
const stable = (value: unknown) => JSON.stringify(value) ?? "undefined";

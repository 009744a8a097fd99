// The body of an answer: its members as JSON, those that are JSON already as they stand.
import { WrittenValue } from "../../written-value.ts";
import type { Members } from "../message.ts";
import type { Writer } from "./json-writer.ts";

export function textOf(output: Members, write: Writer): string {
  const written = Object.entries(output).filter(([, member]) => member instanceof WrittenValue);
  if (written.length === 0) return JSON.stringify(write(output));
  const rest = { ...output };
  for (const [name] of written) delete rest[name];
  const parts = written.map(([name, member]) => `${JSON.stringify(name)}:${(member as WrittenValue).json}`);
  const text = JSON.stringify(write(rest));
  if (text !== "{}") parts.push(text.slice(1, -1));
  return `{${parts.join(",")}}`;
}

// Parsing with a memory: the same few expressions come again and again.
import { parseCondition } from "./condition-parser.ts";
import type { Condition, ExpressionKind, Parsed, Path, Update } from "./syntax.ts";
import { TokenReader } from "./token-reader.ts";
import { parseUpdate } from "./update-parser.ts";

const MOST_REMEMBERED = 1_000;

export const parsedCondition = remembering<Condition>("ConditionExpression", parseCondition);
export const parsedFilter = remembering<Condition>("FilterExpression", parseCondition);
export const parsedKeyCondition = remembering<Condition>("KeyConditionExpression", parseCondition);
export const parsedUpdate = remembering<Update>("UpdateExpression", parseUpdate);
export const parsedProjection = remembering<readonly Path[]>("ProjectionExpression", (reader) => {
  const paths = [reader.path()];
  while (reader.skipSymbol(",")) paths.push(reader.path());
  reader.expectEnd();
  return paths;
});

/** A pure function's results by its text; when full, the oldest goes. Texts are bounded by DynamoDB's own 4 KB. */
function remembering<T>(kind: ExpressionKind, parse: (reader: TokenReader) => T): (text: string) => Parsed<T> {
  const known = new Map<string, Parsed<T>>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const reader = new TokenReader(kind, text);
    const parsed = { tree: parse(reader), names: reader.names, values: reader.values };
    const [oldest] = known.keys();
    if (known.size >= MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
    known.set(text, parsed);
    return parsed;
  };
}

// An expression's text as tokens.

export interface Token {
  readonly kind: "word" | "name" | "value" | "number" | "symbol" | "end" | "unknown";
  readonly text: string;
  readonly at: number;
}

const TOKEN = /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(\d+)|(<>|<=|>=|[=<>(),.[\]+-])|(\S))/y;
const KINDS = ["word", "name", "value", "number", "symbol", "unknown"] as const;

/** The last token is the end. What fits nowhere becomes a token too: the parser names it in its error. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const group = match.findIndex((part, index) => index > 0 && part !== undefined);
    const found = match[group] ?? "";
    tokens.push({ kind: KINDS[group - 1] ?? "unknown", text: found, at: match.index + match[0].length - found.length });
  }
  tokens.push({ kind: "end", text: "<EOF>", at: text.length });
  return tokens;
}

// A walk over an expression's tokens, which remembers the placeholders met and words the syntax errors.
import { invalid } from "../invalid.ts";
import { isReserved } from "./reserved-words.ts";
import type { ExpressionKind, Path, PathStep } from "./syntax.ts";
import { type Token, tokensOf } from "./tokens.ts";

const END: Token = { kind: "end", text: "<EOF>", at: 0 };
/** Constraints in DynamoDB, "Expression parameters": 4 KB of text, 300 operators and functions. */
const LONGEST = 4096;
const MOST_OPERATORS = 300;
/** Parentheses and nested calls deeper than this would exhaust our own stack before DynamoDB's limits are reached. */
const DEEPEST = 150;

export class TokenReader {
  readonly kind: ExpressionKind;
  readonly names = new Set<string>();
  readonly values = new Set<string>();
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #operators = 0;
  #depth = 0;
  #lastPair = { open: -1, close: -1 };

  constructor(kind: ExpressionKind, text: string) {
    this.kind = kind;
    if (text.trim() === "") this.fail("The expression can not be empty;");
    if (Buffer.byteLength(text) > LONGEST) {
      this.fail(`Expression size has exceeded the maximum allowed size; expression size: ${Buffer.byteLength(text)}`);
    }
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? END;
  }

  next(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  isSymbol(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "symbol" && token.text === text;
  }

  isWord(text: string): boolean {
    const token = this.peek();
    return token.kind === "word" && token.text.toUpperCase() === text;
  }

  skipSymbol(text: string): boolean {
    const found = this.isSymbol(text);
    if (found) this.#at++;
    return found;
  }

  skipWord(text: string): boolean {
    const found = this.isWord(text);
    if (found) this.#at++;
    return found;
  }

  expectSymbol(text: string): void {
    if (!this.skipSymbol(text)) this.unexpected();
  }

  expectEnd(): void {
    if (this.peek().kind !== "end") this.unexpected();
  }

  value(): string {
    const token = this.next();
    this.values.add(token.text);
    return token.text;
  }

  path(): Path {
    const steps = [this.#step()];
    for (;;) {
      if (this.skipSymbol(".")) steps.push(this.#step());
      else if (this.isSymbol("[")) steps.push(this.#index());
      else return steps;
    }
  }

  operator(): void {
    if (++this.#operators > MOST_OPERATORS) {
      this.fail("The expression contains too many operators; operator count: 301");
    }
  }

  /** What stands in parentheses; a second pair right around the first is an error of its own in DynamoDB. */
  parenthesised<T>(work: () => T): T {
    const open = this.#at;
    this.expectSymbol("(");
    const result = this.nested(work);
    const close = this.#at;
    this.expectSymbol(")");
    if (this.#lastPair.open === open + 1 && this.#lastPair.close === close - 1) {
      this.fail("The expression has redundant parentheses;");
    }
    this.#lastPair = { open, close };
    return result;
  }

  nested<T>(work: () => T): T {
    if (++this.#depth > DEEPEST) this.fail("The expression is nested too deeply;");
    const result = work();
    this.#depth--;
    return result;
  }

  fail(detail: string): never {
    return invalid(`Invalid ${this.kind}: ${detail}`);
  }

  unexpected(): never {
    const token = this.peek();
    const from = this.peek(-1);
    const after = this.peek(1);
    const near = this.#text.slice(
      this.#at > 0 ? from.at : token.at,
      Math.min(after.at + after.text.length, this.#text.length),
    );
    return this.fail(`Syntax error; token: "${token.text}", near: "${near}"`);
  }

  #step(): PathStep {
    const token = this.peek();
    if (token.kind === "name") {
      this.names.add(token.text);
      this.#at++;
      return { placeholder: token.text };
    }
    if (token.kind !== "word") this.unexpected();
    if (isReserved(token.text)) {
      this.fail(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
    }
    this.#at++;
    return { name: token.text };
  }

  #index(): PathStep {
    this.expectSymbol("[");
    if (this.peek().kind !== "number") this.unexpected();
    const index = Number(this.next().text);
    this.expectSymbol("]");
    return { index };
  }
}

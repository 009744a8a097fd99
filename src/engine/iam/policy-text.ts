// Texts of a policy with its variables, `${aws:PrincipalAccount}` and the like, filled in by each request.
// Page: IAM User Guide, "IAM policy elements: Variables and tags".
import type { RequestContext } from "./request-context.ts";
import { matchesArn, matchesWildcard, type Wildcards } from "./wildcard.ts";

/** Whether a value is what a policy names. */
export type TextTest = (value: string, context: RequestContext) => boolean;

/** `exact` compares whole texts; `like` knows wildcards; `arn` knows them within the parts of an ARN. */
export type Comparison = "exact" | "like" | "arn";

/** A value filled in may hold `*` itself, which then is no wildcard: those written in the policy get marks of their own. */
const MARKS: Wildcards = { many: "\u0000", one: "\u0001" };
const VARIABLE = /\$\{([^}]*)\}/;
const DEFAULT_VALUE = /^([^,]*?)\s*,\s*'(.*)'$/;

/** Policies of version 2008-10-17 know no variables: there they are plain text. */
export function compileText(text: string, comparison: Comparison, hasVariables: boolean): TextTest {
  if (!hasVariables || !VARIABLE.test(text)) return compileFixed(text, comparison);
  const pieces = text.split(/(\$\{[^}]*\})/).map((piece) => compilePiece(piece, comparison));
  return (value, context) => {
    let filled = "";
    for (const piece of pieces) {
      const part = typeof piece === "string" ? piece : piece(context);
      // A variable without a value makes the text match nothing.
      if (part === undefined) return false;
      filled += part;
    }
    if (comparison === "exact") return filled === value;
    return comparison === "arn" ? matchesArn(filled, value, MARKS) : matchesWildcard(filled, value, MARKS);
  };
}

function compileFixed(text: string, comparison: Comparison): TextTest {
  if (comparison === "exact" || !/[*?]/.test(text)) return (value) => value === text;
  if (text === "*") return () => true;
  return comparison === "arn" ? (value) => matchesArn(text, value) : (value) => matchesWildcard(text, value);
}

function compilePiece(
  piece: string,
  comparison: Comparison,
): string | ((context: RequestContext) => string | undefined) {
  const inner = VARIABLE.exec(piece)?.[1];
  if (inner === undefined) {
    return comparison === "exact" ? piece : piece.replaceAll("*", MARKS.many).replaceAll("?", MARKS.one);
  }
  if (inner === "*" || inner === "?" || inner === "$") return inner;
  const [, named = inner, otherwise] = DEFAULT_VALUE.exec(inner) ?? [];
  const key = named.trim().toLowerCase();
  return (context) => {
    const value = context(key);
    // A key with many values can fill no variable (same page).
    return typeof value === "string" ? value : otherwise;
  };
}

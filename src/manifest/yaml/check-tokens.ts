// Limits and openings are checked on YAML's tokens, before anything recursive or quadratic looks at the document.
import type { CST } from "yaml";
import type { Problems } from "../problem.ts";
import type { SourceText } from "./source-text.ts";

const MAX_DEPTH = 20;
const MAX_ENTRIES = 20_000;

interface Visit {
  readonly token: CST.Token;
  readonly depth: number;
}

/** An explicit stack: a file of ten thousand brackets must get a message, not overflow ours. */
export function checkTokens(source: SourceText, tokens: readonly CST.Token[], problems: Problems): void {
  const pending: Visit[] = tokens.map((token) => ({ token, depth: 0 })).reverse();
  for (let visit = pending.pop(); visit; visit = pending.pop()) {
    const { token, depth } = visit;
    const fault = faultOf(token, depth);
    if (fault) {
      problems.error(fault.code, fault.message, { source, offset: fault.offset, path: [] });
      if (fault.code !== "yaml-syntax") continue;
    }
    for (const child of childrenOf(token)) pending.push({ token: child, depth: depth + (isCollection(token) ? 1 : 0) });
  }
}

type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;

function isCollection(token: CST.Token): token is Collection {
  return token.type === "block-map" || token.type === "block-seq" || token.type === "flow-collection";
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value ? [token.value] : [];
  if (!isCollection(token)) return [];
  return token.items.flatMap((item) => [item.key, item.value]).filter((child) => child != null);
}

function faultOf(token: CST.Token, depth: number): { code: string; message: string; offset: number } | undefined {
  if (token.type === "directive") {
    return {
      code: "yaml-directive",
      message: "YAML directives are not supported; remove the line",
      offset: token.offset,
    };
  }
  if (isCollection(token)) {
    if (depth >= MAX_DEPTH) {
      return { code: "too-deep", message: `nested deeper than ${MAX_DEPTH} levels`, offset: token.offset };
    }
    if (token.items.length > MAX_ENTRIES) {
      const message = `${token.items.length} entries in one place; expected at most ${MAX_ENTRIES}`;
      return { code: "too-many", message, offset: token.offset };
    }
    if (token.type === "flow-collection" && token.end.length === 0) {
      const message = `this ${token.start.source} is never closed`;
      return { code: "yaml-syntax", message, offset: token.offset };
    }
  }
  if (token.type === "double-quoted-scalar" || token.type === "single-quoted-scalar") {
    const quote = token.source[0] ?? "";
    if (token.source.length < 2 || !token.source.endsWith(quote)) {
      return { code: "yaml-syntax", message: `this ${quote} is never closed`, offset: token.offset };
    }
  }
  return undefined;
}

// JSON filter patterns, `{ $.requestId = "…" && $.level != "INFO" }`, compiled to a question about one message.
import type { Matches } from "./filter-pattern.ts";
import { invalidParameter } from "./log-errors.ts";

type Test = (value: unknown) => boolean;

const TOKEN =
  /\s*(?:(\$(?:\.[A-Za-z0-9_@-]+|\[\d+\]|\["[^"]*"\])*)|("(?:[^"\\]|\\.)*")|(&&|\|\||!=|<=|>=|[=<>(){}])|([^\s=<>!(){}&|"]+))/gy;

export function compileJsonFilter(text: string): Matches {
  const tokens = tokensOf(text);
  let next = 0;

  const fail = () => invalidParameter(`Invalid filter pattern: ${text}`);
  const take = (wanted: string): boolean => tokens[next] === wanted && ++next > 0;

  function any(): Test {
    const tests = [all()];
    while (take("||")) tests.push(all());
    return tests.length === 1 && tests[0] ? tests[0] : (value) => tests.some((test) => test(value));
  }
  function all(): Test {
    const tests = [one()];
    while (take("&&")) tests.push(one());
    return tests.length === 1 && tests[0] ? tests[0] : (value) => tests.every((test) => test(value));
  }
  function one(): Test {
    if (take("(")) {
      const test = any();
      if (!take(")")) throw fail();
      return test;
    }
    const path = tokens[next++];
    if (!path?.startsWith("$")) throw fail();
    const select = selector(path);
    const operator = tokens[next++]?.toUpperCase();
    if (operator === "EXISTS") return (value) => select(value) !== undefined;
    if (operator === "NOT") {
      if (tokens[next++]?.toUpperCase() !== "EXISTS") throw fail();
      return (value) => select(value) === undefined;
    }
    const operand = tokens[next++];
    if (operator === undefined || operand === undefined) throw fail();
    const test = comparison(operator, operand);
    if (!test) throw fail();
    return (value) => test(select(value));
  }

  if (!take("{")) throw fail();
  const test = any();
  if (!take("}") || next !== tokens.length) throw fail();
  return (message) => {
    const value = parsed(message);
    return value !== undefined && test(value);
  };
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) throw invalidParameter(`Invalid filter pattern: ${text}`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

function parsed(message: string): unknown {
  if (!message.trimStart().startsWith("{") && !message.trimStart().startsWith("[")) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function selector(path: string): (value: unknown) => unknown {
  const steps = [...path.matchAll(/\.([A-Za-z0-9_@-]+)|\[(\d+)\]|\["([^"]*)"\]/g)].map(
    (m) => m[1] ?? m[2] ?? m[3] ?? "",
  );
  return (value) => {
    let at: unknown = value;
    for (const step of steps) {
      if (at === null || typeof at !== "object" || !Object.hasOwn(at, step)) return undefined;
      at = (at as Record<string, unknown>)[step];
    }
    return at;
  };
}

function comparison(operator: string, operand: string): Test | undefined {
  const word = operand.toUpperCase();
  if (operator === "IS") {
    if (word === "NULL") return (value) => value === null;
    if (word === "TRUE" || word === "FALSE") return (value) => value === (word === "TRUE");
    return undefined;
  }
  if (operator === "=" || operator === "!=") {
    const equal = equality(operand);
    return operator === "=" ? equal : (value) => value !== undefined && !equal(value);
  }
  const bound = Number(operand);
  if (Number.isNaN(bound)) return undefined;
  const number =
    (holds: (value: number) => boolean): Test =>
    (value) =>
      typeof value === "number" && holds(value);
  if (operator === "<") return number((value) => value < bound);
  if (operator === "<=") return number((value) => value <= bound);
  if (operator === ">") return number((value) => value > bound);
  if (operator === ">=") return number((value) => value >= bound);
  return undefined;
}

/** Numbers compare as numbers; text may hold `*` for anything. */
function equality(operand: string): Test {
  const quoted = operand.startsWith('"');
  const text = quoted ? operand.slice(1, -1).replace(/\\(.)/g, "$1") : operand;
  const number = quoted || text.trim() === "" ? Number.NaN : Number(text);
  const parts = text.split("*");
  return (value) => {
    if (typeof value === "number") return Number.isNaN(number) ? String(value) === text : value === number;
    if (typeof value === "boolean") return String(value) === text;
    return typeof value === "string" && fits(value, parts);
  };
}

/** Whether the parts occur in order, the first at the start and the last at the end. */
function fits(value: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}

// Conditions and filters: OR of AND of NOT of comparisons, BETWEEN, IN and functions.
import type { Comparator, Condition, ConditionFunction, Operand } from "./syntax.ts";
import type { TokenReader } from "./token-reader.ts";

const COMPARATORS: ReadonlySet<string> = new Set(["=", "<>", "<", "<=", ">", ">="]);
const MOST_IN_OPERANDS = 100;
const OPERAND_COUNT: Readonly<Record<ConditionFunction, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
};

export function parseCondition(reader: TokenReader): Condition {
  const condition = or(reader);
  reader.expectEnd();
  return condition;
}

function or(reader: TokenReader): Condition {
  let left = and(reader);
  while (reader.skipWord("OR")) {
    reader.operator();
    left = { kind: "or", left, right: and(reader) };
  }
  return left;
}

function and(reader: TokenReader): Condition {
  let left = not(reader);
  while (reader.skipWord("AND")) {
    reader.operator();
    left = { kind: "and", left, right: not(reader) };
  }
  return left;
}

function not(reader: TokenReader): Condition {
  if (!reader.skipWord("NOT")) return primary(reader);
  reader.operator();
  return { kind: "not", condition: reader.nested(() => not(reader)) };
}

/** An opening parenthesis here is a condition's; an operand may have its own only after the comparator. */
function primary(reader: TokenReader): Condition {
  if (reader.isSymbol("(")) return reader.parenthesised(() => or(reader));
  if (reader.peek().kind === "word" && reader.isSymbol("(", 1) && reader.peek().text !== "size") return call(reader);
  return relation(reader, operand(reader));
}

function relation(reader: TokenReader, left: Operand): Condition {
  const token = reader.peek();
  if (token.kind === "symbol" && COMPARATORS.has(token.text)) {
    reader.next();
    reader.operator();
    return { kind: "compare", operator: token.text as Comparator, left, right: operand(reader) };
  }
  if (reader.skipWord("BETWEEN")) {
    reader.operator();
    const low = operand(reader);
    if (!reader.skipWord("AND")) reader.unexpected();
    return { kind: "between", operand: left, low, high: operand(reader) };
  }
  if (reader.skipWord("IN")) {
    reader.operator();
    return { kind: "in", operand: left, among: among(reader) };
  }
  return reader.unexpected();
}

function among(reader: TokenReader): Operand[] {
  reader.expectSymbol("(");
  const operands = operandList(reader);
  if (operands.length > MOST_IN_OPERANDS) {
    reader.fail(`The IN operator is provided with too many operands; number of operands: ${operands.length}`);
  }
  return operands;
}

function call(reader: TokenReader): Condition {
  const name = reader.next().text;
  reader.operator();
  if (!Object.hasOwn(OPERAND_COUNT, name)) {
    if (name === "if_not_exists" || name === "list_append") {
      reader.fail(`The function is not allowed in a condition expression; function: ${name}`);
    }
    reader.fail(`Invalid function name; function: ${name}`);
  }
  const known = name as ConditionFunction;
  reader.expectSymbol("(");
  const operands = operandList(reader);
  if (operands.length !== OPERAND_COUNT[known]) {
    reader.fail(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  const [first] = operands;
  if (known.startsWith("attribute_") && first?.kind !== "path" && known !== "attribute_type") {
    reader.fail(`Operator or function requires a document path; operator or function: ${name}`);
  }
  return { kind: "function", name: known, operands };
}

function operandList(reader: TokenReader): Operand[] {
  const operands = [operand(reader)];
  while (reader.skipSymbol(",")) operands.push(operand(reader));
  reader.expectSymbol(")");
  return operands;
}

function operand(reader: TokenReader): Operand {
  const token = reader.peek();
  if (token.kind === "value") return { kind: "value", placeholder: reader.value() };
  if (reader.isSymbol("(")) return reader.parenthesised(() => operand(reader));
  if (token.kind === "word" && reader.isSymbol("(", 1)) return sizeCall(reader);
  return { kind: "path", path: reader.path() };
}

function sizeCall(reader: TokenReader): Operand {
  const name = reader.next().text;
  if (name !== "size") {
    reader.fail(`The function is not allowed to be used this way in an expression; function: ${name}`);
  }
  reader.operator();
  reader.expectSymbol("(");
  const of = reader.nested(() => operand(reader));
  if (of.kind === "size")
    reader.fail("The function is not allowed to be used this way in an expression; function: size");
  reader.expectSymbol(")");
  return { kind: "size", of };
}

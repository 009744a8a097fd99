// Conditions that no item could meet because a given value has the wrong type are errors, whatever the item.
import type { Bindings } from "../expression/bindings.ts";
import type { Condition, ExpressionKind, Operand } from "../expression/syntax.ts";
import { invalid } from "../invalid.ts";
import { ATTRIBUTE_TYPES, type AttributeType, type AttributeValue, typeOf } from "../values/attribute-value.ts";
import { orderOf } from "../values/equality.ts";

export function checkOperandTypes(kind: ExpressionKind, condition: Condition, bindings: Bindings): void {
  const check = (inner: Condition) => checkOperandTypes(kind, inner, bindings);
  const given = (operand: Operand | undefined) => givenValue(operand, bindings);
  switch (condition.kind) {
    case "and":
    case "or":
      check(condition.left);
      check(condition.right);
      return;
    case "not":
      check(condition.condition);
      return;
    case "in":
      refuseSame(kind, "IN", [condition.operand, ...condition.among], bindings);
      return;
    case "compare":
      refuseSame(kind, condition.operator, [condition.left, condition.right], bindings);
      if (condition.operator === "=" || condition.operator === "<>") return;
      for (const operand of [condition.left, condition.right]) requireOrder(kind, condition.operator, given(operand));
      return;
    case "between":
      refuseSame(kind, "BETWEEN", [condition.operand, condition.low, condition.high], bindings);
      checkBetween(kind, given(condition.operand), given(condition.low), given(condition.high));
      return;
    case "function":
      refuseSame(kind, condition.name, condition.operands, bindings);
      checkFunction(kind, condition.name, condition.operands.map(given));
  }
}

/** Comparing a path with itself says nothing; DynamoDB takes it for a mistake. */
function refuseSame(kind: ExpressionKind, operator: string, operands: readonly Operand[], bindings: Bindings): void {
  const paths = operands.map((operand) => (operand.kind === "path" ? bindings.plain(operand.path) : undefined));
  const [first, ...others] = paths.map((path) => path && JSON.stringify(path));
  if (first === undefined || !others.includes(first)) return;
  const shown = (paths[0] ?? []).map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ");
  invalid(
    `Invalid ${kind}: The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: [${shown}]`,
  );
}

function givenValue(operand: Operand | undefined, bindings: Bindings): AttributeValue | undefined {
  return operand?.kind === "value" ? bindings.value(operand.placeholder) : undefined;
}

function requireOrder(kind: ExpressionKind, operator: string, value: AttributeValue | undefined): void {
  if (!value || "S" in value || "N" in value || "B" in value) return;
  wrongType(kind, operator, typeOf(value));
}

function checkBetween(
  kind: ExpressionKind,
  value: AttributeValue | undefined,
  low: AttributeValue | undefined,
  high: AttributeValue | undefined,
): void {
  for (const operand of [value, low, high]) requireOrder(kind, "BETWEEN", operand);
  if (!low || !high) return;
  const shown = `lower bound operand: AttributeValue: ${show(low)}, upper bound operand: AttributeValue: ${show(high)}`;
  if (typeOf(low) !== typeOf(high)) {
    invalid(`Invalid ${kind}: The BETWEEN operator requires same data type for lower and upper bounds; ${shown}`);
  }
  if ((orderOf(low, high) ?? 0) > 0) {
    invalid(
      `Invalid ${kind}: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${shown}`,
    );
  }
}

function checkFunction(kind: ExpressionKind, name: string, values: readonly (AttributeValue | undefined)[]): void {
  const [, second] = values;
  if (name === "begins_with") {
    for (const value of values) if (value && !("S" in value || "B" in value)) wrongType(kind, name, typeOf(value));
  }
  if (name !== "attribute_type" || !second) return;
  if (!("S" in second)) wrongType(kind, name, typeOf(second));
  else if (!ATTRIBUTE_TYPES.includes(second.S as AttributeType)) {
    invalid(
      `Invalid ${kind}: Invalid attribute type name found; type: ${second.S}, valid types: {${ATTRIBUTE_TYPES.join(",")}}`,
    );
  }
}

function wrongType(kind: ExpressionKind, operator: string, type: AttributeType): never {
  return invalid(
    `Invalid ${kind}: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );
}

function show(value: AttributeValue): string {
  if ("S" in value) return `{S:${value.S}}`;
  return "N" in value ? `{N:${value.N}}` : "{B:...}";
}

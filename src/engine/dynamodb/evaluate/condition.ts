// Whether a condition holds for an item (an absent item is an empty one).
import type { Bindings } from "../expression/bindings.ts";
import type { Comparator, Condition, ConditionFunction, Operand } from "../expression/syntax.ts";
import { type AttributeValue, type Item, typeOf } from "../values/attribute-value.ts";
import { equalValues, orderOf, setElements } from "../values/equality.ts";
import { operandValue } from "./operand.ts";

export function holds(condition: Condition, item: Item, bindings: Bindings): boolean {
  switch (condition.kind) {
    case "and":
      return holds(condition.left, item, bindings) && holds(condition.right, item, bindings);
    case "or":
      return holds(condition.left, item, bindings) || holds(condition.right, item, bindings);
    case "not":
      return !holds(condition.condition, item, bindings);
    case "function":
      return functionHolds(condition.name, condition.operands, item, bindings);
    case "compare":
      return compares(
        condition.operator,
        operandValue(condition.left, item, bindings),
        operandValue(condition.right, item, bindings),
      );
    case "between": {
      const value = operandValue(condition.operand, item, bindings);
      const low = operandValue(condition.low, item, bindings);
      const high = operandValue(condition.high, item, bindings);
      return compares(">=", value, low) && compares("<=", value, high);
    }
    case "in": {
      const value = operandValue(condition.operand, item, bindings);
      return condition.among.some((operand) => compares("=", value, operandValue(operand, item, bindings)));
    }
  }
}

/** What is absent equals nothing and has no order; so it differs from everything. */
function compares(operator: Comparator, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (left === undefined || right === undefined) return operator === "<>";
  if (operator === "=") return equalValues(left, right);
  if (operator === "<>") return !equalValues(left, right);
  const order = orderOf(left, right);
  if (order === undefined) return false;
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

function functionHolds(
  name: ConditionFunction,
  [first, second]: readonly Operand[],
  item: Item,
  bindings: Bindings,
): boolean {
  const value = first && operandValue(first, item, bindings);
  if (name === "attribute_exists") return value !== undefined;
  if (name === "attribute_not_exists") return value === undefined;
  const other = second && operandValue(second, item, bindings);
  if (value === undefined || other === undefined) return false;
  if (name === "attribute_type") return "S" in other && other.S === typeOf(value);
  return name === "begins_with" ? beginsWith(value, other) : contains(value, other);
}

function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if ("S" in value && "S" in prefix) return value.S.startsWith(prefix.S);
  if (!("B" in value && "B" in prefix)) return false;
  return Buffer.compare(value.B.subarray(0, prefix.B.length), prefix.B) === 0;
}

/** A substring, a run of bytes, an element of a set or list. */
function contains(value: AttributeValue, part: AttributeValue): boolean {
  if ("S" in value) return "S" in part && value.S.includes(part.S);
  if ("B" in value) return "B" in part && Buffer.from(value.B).includes(Buffer.from(part.B));
  if ("L" in value) return value.L.some((element) => equalValues(element, part));
  if ("SS" in value && "S" in part) return value.SS.includes(part.S);
  if ("NS" in value && "N" in part) return value.NS.includes(part.N);
  if ("BS" in value && "B" in part) return (setElements(value) ?? []).includes(Buffer.from(part.B).toString("base64"));
  return false;
}

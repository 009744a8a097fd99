// The right-hand side of a SET: values of the item as it was before the update.
import type { Bindings } from "../expression/bindings.ts";
import type { SetOperand } from "../expression/syntax.ts";
import { invalid } from "../invalid.ts";
import { type AttributeValue, type Item, typeOf } from "../values/attribute-value.ts";
import { addDecimals, decimalOf, formatDecimal, negated } from "../values/decimal.ts";
import { valueAt } from "./operand.ts";

export function setValue(operand: SetOperand, item: Item, bindings: Bindings): AttributeValue {
  switch (operand.kind) {
    case "value":
      return bindings.value(operand.placeholder);
    case "path": {
      const value = valueAt(operand.path, item, bindings);
      return value ?? invalid("The provided expression refers to an attribute that does not exist in the item");
    }
    case "if_not_exists":
      return valueAt(operand.path, item, bindings) ?? setValue(operand.otherwise, item, bindings);
    case "list_append": {
      const first = setValue(operand.first, item, bindings);
      const second = setValue(operand.second, item, bindings);
      if (!("L" in first && "L" in second)) {
        return wrongOperand("list_append", "L" in first ? second : first, isGiven(operand));
      }
      return { L: [...first.L, ...second.L] };
    }
    case "plus":
    case "minus": {
      const left = setValue(operand.left, item, bindings);
      const right = setValue(operand.right, item, bindings);
      if (!("N" in left && "N" in right)) {
        return wrongOperand(operand.kind === "plus" ? "+" : "-", "N" in left ? right : left, isGiven(operand));
      }
      return addedNumbers(left.N, right.N, operand.kind === "minus");
    }
  }
}

/** The exact sum; overflow and more than 38 digits are errors, as when such a number is given. */
export function addedNumbers(left: string, right: string, subtract = false): AttributeValue {
  const addend = decimalOf(right);
  const sum = addDecimals(decimalOf(left), subtract ? negated(addend) : addend);
  if (typeof sum !== "string") return { N: formatDecimal(sum) };
  if (sum === "too-many-digits") invalid("Attempting to store more than 38 significant digits in a Number");
  return invalid(`Number ${sum}. Attempting to store a number with magnitude larger than supported range`);
}

/** A wrong value in the request itself is named; a wrong one in the item is not. */
function wrongOperand(operator: string, value: AttributeValue, given: boolean): never {
  if (!given) invalid("An operand in the update expression has an incorrect data type");
  return invalid(
    `Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(value)}`,
  );
}

function isGiven(operand: SetOperand): boolean {
  if (operand.kind === "list_append") return operand.first.kind === "value" && operand.second.kind === "value";
  if (operand.kind === "plus" || operand.kind === "minus") {
    return operand.left.kind === "value" && operand.right.kind === "value";
  }
  return false;
}

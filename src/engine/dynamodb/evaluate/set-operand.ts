// The right-hand side of a SET: values of the item as it was before the update.
import type { Bindings } from "../expression/bindings.ts";
import type { Path, SetOperand } from "../expression/syntax.ts";
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
        return wrongOperand();
      }
      return { L: [...first.L, ...second.L] };
    }
    case "plus":
    case "minus": {
      const left = setValue(operand.left, item, bindings);
      const right = setValue(operand.right, item, bindings);
      if (!("N" in left && "N" in right)) {
        return wrongOperand();
      }
      return addedNumbers(left.N, right.N, operand.kind === "minus");
    }
  }
}

export function pathsOfSet(operand: SetOperand): Path[] {
  switch (operand.kind) {
    case "value":
      return [];
    case "path":
      return [operand.path];
    case "if_not_exists":
      return [operand.path, ...pathsOfSet(operand.otherwise)];
    case "list_append":
      return [...pathsOfSet(operand.first), ...pathsOfSet(operand.second)];
    case "plus":
    case "minus":
      return [...pathsOfSet(operand.left), ...pathsOfSet(operand.right)];
  }
}

/** A value in the request itself that its operator can never take. */
export function checkSetTypes(operand: SetOperand, bindings: Bindings): void {
  const inner = (one: SetOperand, operator: string, type: "L" | "N") => {
    const given = one.kind === "value" ? bindings.value(one.placeholder) : undefined;
    if (given && !(type in given)) wrongGiven(operator, given);
    checkSetTypes(one, bindings);
  };
  if (operand.kind === "list_append") {
    for (const one of [operand.first, operand.second]) inner(one, "list_append", "L");
  } else if (operand.kind === "plus" || operand.kind === "minus") {
    for (const one of [operand.left, operand.right]) inner(one, operand.kind === "plus" ? "+" : "-", "N");
  } else if (operand.kind === "if_not_exists") checkSetTypes(operand.otherwise, bindings);
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
function wrongGiven(operator: string, value: AttributeValue): never {
  return invalid(
    `Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(value)}`,
  );
}

function wrongOperand(): never {
  return invalid("An operand in the update expression has an incorrect data type");
}

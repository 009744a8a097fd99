// The paths a condition names.
import type { Condition, Operand, Path } from "../expression/syntax.ts";

export function pathsOf(condition: Condition): Path[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return [...pathsOf(condition.left), ...pathsOf(condition.right)];
    case "not":
      return pathsOf(condition.condition);
    case "compare":
      return [condition.left, condition.right].flatMap(pathOf);
    case "between":
      return [condition.operand, condition.low, condition.high].flatMap(pathOf);
    case "in":
      return [condition.operand, ...condition.among].flatMap(pathOf);
    case "function":
      return condition.operands.flatMap(pathOf);
  }
}

function pathOf(operand: Operand): Path[] {
  if (operand.kind === "path") return [operand.path];
  return operand.kind === "size" ? pathOf(operand.of) : [];
}

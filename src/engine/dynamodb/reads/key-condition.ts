// A key condition as the one range of a partition that it names.
import type { Bindings } from "../expression/bindings.ts";
import type { Condition, Operand } from "../expression/syntax.ts";
import { invalid } from "../invalid.ts";
import type { KeyAttribute, KeySchema } from "../tables/table.ts";
import { type AttributeValue, typeOf } from "../values/attribute-value.ts";
import { orderOf } from "../values/equality.ts";
import { afterPrefix, keyBytes, partitionBytes } from "../values/key-bytes.ts";

interface Bound {
  readonly bytes: Uint8Array;
  readonly inclusive: boolean;
}

export interface KeyRange {
  readonly pk: Uint8Array;
  readonly from?: Bound | undefined;
  readonly to?: Bound | undefined;
}

type Operator = "=" | "<" | "<=" | ">" | ">=" | "between" | "begins_with";
interface Term {
  readonly name: string;
  readonly operator: Operator;
  readonly values: readonly AttributeValue[];
}

export function keyRangeOf(condition: Condition, key: KeySchema, bindings: Bindings): KeyRange {
  const terms = termsOf(condition, bindings);
  const names = terms.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    invalid("Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key");
  }
  const hash = terms.find(({ name }) => name === key.hash.name) ?? missed(key.hash.name);
  if (hash.operator !== "=") invalid("Query key condition not supported");
  const others = terms.filter((term) => term !== hash);
  const [range] = others;
  if (!range) return { pk: partitionBytes(checked(key.hash, hash)[0]) };
  if (!key.range || others.length > 1) return invalid("Query key condition not supported");
  if (range.name !== key.range.name) missed(key.range.name);
  return { pk: partitionBytes(checked(key.hash, hash)[0]), ...boundsOf(range, checked(key.range, range)) };
}

function termsOf(condition: Condition, bindings: Bindings): Term[] {
  switch (condition.kind) {
    case "and":
      return [...termsOf(condition.left, bindings), ...termsOf(condition.right, bindings)];
    case "compare": {
      if (condition.operator === "<>") return wrongOperator("<>");
      const turned = condition.left.kind === "value";
      const path = turned ? condition.right : condition.left;
      const value = turned ? condition.left : condition.right;
      const operator = turned ? MIRRORED[condition.operator] : condition.operator;
      return [term(path, operator, [value], bindings)];
    }
    case "between":
      return [term(condition.operand, "between", [condition.low, condition.high], bindings)];
    case "function": {
      if (condition.name !== "begins_with") return wrongOperator(condition.name);
      const [path, prefix] = condition.operands;
      return path && prefix ? [term(path, "begins_with", [prefix], bindings)] : wrongOperator("begins_with");
    }
    default:
      return wrongOperator(condition.kind.toUpperCase());
  }
}

const MIRRORED = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function term(path: Operand, operator: Operator, values: readonly Operand[], bindings: Bindings): Term {
  if (path.kind !== "path" || path.path.length !== 1) {
    return invalid(
      "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes",
    );
  }
  const given = values.map((value) =>
    value.kind === "value"
      ? bindings.value(value.placeholder)
      : invalid("Invalid KeyConditionExpression: No condition on a key may name another attribute"),
  );
  return { name: String(bindings.plain(path.path)[0]), operator, values: given };
}

function checked(
  { name, type }: KeyAttribute,
  { operator, values }: Term,
): [AttributeValue, AttributeValue | undefined] {
  const [first, second] = values;
  for (const value of values) {
    if (typeOf(value) !== type) {
      bad("Condition parameter type does not match schema type");
    }
    if (operator !== "begins_with" && type !== "N" && keyBytes(value).length === 0) {
      invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === "B" ? "binary" : "string"} value. Key: ${name}`,
      );
    }
  }
  if (!first) throw new TypeError("a key condition without a value");
  return [first, second];
}

function boundsOf(
  { operator }: Term,
  [first, second]: [AttributeValue, AttributeValue | undefined],
): Partial<KeyRange> {
  const bytes = keyBytes(first);
  const inclusive = { bytes, inclusive: true };
  const exclusive = { bytes, inclusive: false };
  switch (operator) {
    case "=":
      return { from: inclusive, to: inclusive };
    case "<":
      return { to: exclusive };
    case "<=":
      return { to: inclusive };
    case ">":
      return { from: exclusive };
    case ">=":
      return { from: inclusive };
    case "between": {
      if (second && (orderOf(first, second) ?? 0) > 0) {
        invalid(
          "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound",
        );
      }
      return { from: inclusive, to: second && { bytes: keyBytes(second), inclusive: true } };
    }
    case "begins_with": {
      if ("N" in first) return bad("begins_with is not valid for a key of type N");
      const end = afterPrefix(bytes);
      return { from: inclusive, to: end && { bytes: end, inclusive: false } };
    }
  }
}

function missed(name: string): never {
  return invalid(`Query condition missed key schema element: ${name}`);
}

function wrongOperator(operator: string): never {
  return invalid(`Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: ${operator}`);
}

function bad(detail: string): never {
  return invalid(`One or more parameter values were invalid: ${detail}`);
}

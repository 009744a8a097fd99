// What the parsers make of expressions: trees that still hold their placeholders, so one parse serves every request.

export type PathStep = { readonly name: string } | { readonly placeholder: string } | { readonly index: number };
export type Path = readonly PathStep[];

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

export type Operand =
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "value"; readonly placeholder: string }
  | { readonly kind: "size"; readonly of: Operand };

export type ConditionFunction =
  | "attribute_exists"
  | "attribute_not_exists"
  | "attribute_type"
  | "begins_with"
  | "contains";

export type Condition =
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly kind: "not"; readonly condition: Condition }
  | { readonly kind: "compare"; readonly operator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: "between"; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: "in"; readonly operand: Operand; readonly among: readonly Operand[] }
  | { readonly kind: "function"; readonly name: ConditionFunction; readonly operands: readonly Operand[] };

export type SetOperand =
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "value"; readonly placeholder: string }
  | { readonly kind: "if_not_exists"; readonly path: Path; readonly otherwise: SetOperand }
  | { readonly kind: "list_append"; readonly first: SetOperand; readonly second: SetOperand }
  | { readonly kind: "plus" | "minus"; readonly left: SetOperand; readonly right: SetOperand };

export interface Update {
  readonly set: readonly { readonly path: Path; readonly to: SetOperand }[];
  readonly remove: readonly Path[];
  readonly add: readonly { readonly path: Path; readonly value: string }[];
  readonly delete: readonly { readonly path: Path; readonly value: string }[];
}

/** A parsed expression and the placeholders it uses. */
export interface Parsed<T> {
  readonly tree: T;
  readonly names: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
}

/** The parameter an expression came in, which its errors name. */
export type ExpressionKind =
  | "ConditionExpression"
  | "FilterExpression"
  | "KeyConditionExpression"
  | "UpdateExpression"
  | "ProjectionExpression";

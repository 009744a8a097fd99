// Walks a service model: every constraint of every member that an operation's input can have.
import type { Model, Shape } from "../../../src/engine/wire/model.ts";

export type Rule = "required" | "min" | "max" | "pattern" | "enum";

export interface Constraint {
  readonly operation: string;
  /** Member names; `[]` is an item of a list, `{key}` and `{value}` are those of a map. */
  readonly path: readonly string[];
  readonly rule: Rule;
  /** The shape that is at the path, and the one that holds it. */
  readonly shape: string;
  readonly owner: string;
}

const BOUNDS = ["min", "max", "pattern", "enum"] as const;

export function constraintsOf(model: Model, operation: string): Constraint[] {
  const found: Constraint[] = [];
  const visit = (name: string, path: readonly string[], above: readonly string[]): void => {
    const shape = shapeNamed(model, name);
    const here = { operation, path, shape: name, owner: above.at(-1) ?? "" };
    for (const rule of BOUNDS) if (shape[rule] !== undefined) found.push({ ...here, rule });
    // A shape inside itself (DynamoDB's AttributeValue) asks nothing new.
    if (above.includes(name)) return;
    for (const [step, inner, required] of stepsOf(shape)) {
      const place = [...path, step];
      if (required) found.push({ operation, path: place, rule: "required", shape: inner, owner: name });
      visit(inner, place, [...above, name]);
    }
  };
  const input = model.operations[operation]?.input;
  if (input) visit(input.shape, [], []);
  return found;
}

export function shapeNamed(model: Model, name: string): Shape {
  const shape = model.shapes[name];
  if (!shape) throw new Error(`the model has no shape ${name}`);
  return shape;
}

function stepsOf(shape: Shape): (readonly [step: string, shape: string, required: boolean])[] {
  const members = Object.entries(shape.members ?? {}).map(
    ([name, { shape: inner }]) => [name, inner, shape.required?.includes(name) ?? false] as const,
  );
  const items = [
    ["[]", shape.member],
    ["{key}", shape.key],
    ["{value}", shape.value],
  ] as const;
  return [...members, ...items.flatMap(([step, item]) => (item ? [[step, item.shape, false] as const] : []))];
}

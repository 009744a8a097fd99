// An input in which every member that the model knows has a value, list items and map values too.
import { type Model, type ShapeReference, shapeOf } from "../../../../src/engine/wire/model.ts";

const DEEPEST = 5;

/** `named` is what members of a name get, wherever they stand; undefined leaves them out. */
export function filled(
  model: Model,
  reference: ShapeReference | undefined,
  named: Readonly<Record<string, unknown>>,
  name = "",
  depth = 0,
): unknown {
  if (Object.hasOwn(named, name)) return named[name];
  const shape = shapeOf(model, reference);
  const inner = (of: ShapeReference | undefined, step: string) => filled(model, of, named, step, depth + 1);
  if (shape.enum) return shape.enum[0];
  switch (shape.type) {
    case "structure": {
      if (depth >= DEEPEST) return {};
      const members = Object.entries(shape.members ?? {}).map(([step, member]) => [step, inner(member, step)]);
      return Object.fromEntries(members.filter(([, value]) => value !== undefined));
    }
    case "list":
      return [inner(shape.member, "")];
    case "map":
      return depth >= DEEPEST ? {} : { a: inner(shape.value, "") };
    case "blob":
      return new Uint8Array(3);
    case "boolean":
      return true;
    case "integer":
    case "long":
    case "float":
    case "double":
      return shape.min ?? 1;
    case "timestamp":
      return 1_803_880_000;
    default:
      return "abc".padEnd(shape.min ?? 0, "a");
  }
}

/** Every member that is in it, as paths; what is in lists and maps stands under the list's own path and the key. */
export function pathsIn(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, path));
  const own = path === "" ? [] : [path];
  if (!isMembers(value)) return own;
  return [...own, ...Object.entries(value).flatMap(([name, inner]) => pathsIn(inner, path ? `${path}.${name}` : name))];
}

export function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

// A shape of the manifest in the words of JSON Schema (draft 7, which the YAML language server reads): keys, kinds, patterns.
import type { Json, JsonObject } from "../../src/core/json.ts";

/** A valibot schema as this reads it; which of these a schema has depends on its type. */
interface Shape {
  readonly type: string;
  readonly wrapped?: Shape;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly item?: Shape;
  readonly value?: Shape;
  readonly options?: readonly Json[];
  readonly kind: string;
  readonly pipe?: readonly Shape[];
  readonly metadata?: Notes;
  readonly requirement?: Json;
}

/** What the shape's building blocks say for editors, beside what they check. */
interface Notes {
  readonly editor?: JsonObject;
  readonly either?: readonly Shape[];
}

/** `${env:NAME}` and `${ssm:/path}` may stand in any text; what they stand for is checked when it is known. */
export const PLACEHOLDER = { type: "string", pattern: "\\$\\{(env|ssm):[^}]*\\}" } as const;
const placeholder = { $ref: "#/definitions/placeholder" };

export function editorSchema(given: unknown): JsonObject {
  const shape = given as Shape;
  if (shape.wrapped) return editorSchema(shape.wrapped);
  const parts = shape.pipe ?? [shape];
  const notes: Notes = Object.assign({}, ...parts.map((part) => part.metadata ?? {}));
  if (notes.either) return { anyOf: notes.either.map(editorSchema) };
  if (notes.editor?.["type"] !== undefined) return notes.editor;
  if (notes.editor) return textSchema(notes.editor);
  // A mapping is a custom check and then the shape of its members.
  const last = parts.findLast((part) => part.kind === "schema") ?? shape;
  const most = parts.find((part) => part.type === "max_length")?.requirement;
  const least = parts.find((part) => part.type === "min_length")?.requirement;
  switch (last.type) {
    case "object_with_rest":
      return { type: "object", additionalProperties: false, ...membersOf(last.entries ?? {}) };
    case "record":
      return { type: "object", additionalProperties: editorSchema(last.value) };
    case "array": {
      const bounds = {
        ...(least === undefined ? {} : { minItems: least }),
        ...(most === undefined ? {} : { maxItems: most }),
      };
      return { type: "array", items: editorSchema(last.item), ...bounds };
    }
    case "string":
      return { type: "string" };
    case "boolean":
      return { type: "boolean" };
    case "picklist":
      return textSchema({ enum: [...(last.options ?? [])] });
    case "unknown":
      return {};
    default:
      throw new TypeError(`no JSON Schema for a shape of type ${last.type}; add it here`);
  }
}

function membersOf(entries: Readonly<Record<string, Shape>>): JsonObject {
  const members = Object.entries(entries);
  const required = members.filter(([, { type }]) => type !== "optional").map(([key]) => key);
  const properties = Object.fromEntries(members.map(([key, shape]) => [key, editorSchema(shape)]));
  return required.length > 0 ? { properties, required } : { properties };
}

/** The exact form, or one with a placeholder in it; the message is that of `lamp validate`. */
function textSchema({ expected, ...rule }: JsonObject): JsonObject {
  const message = expected === undefined ? {} : { patternErrorMessage: `expected ${String(expected)}` };
  return { anyOf: [{ type: "string", ...rule, ...message }, placeholder] };
}

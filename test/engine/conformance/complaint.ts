// What AWS says of a broken constraint: the place and the rule, in the words its services share.
import type { Model, Shape } from "../../../src/engine/wire/model.ts";
import { type Constraint, type Rule, shapeNamed } from "./constraints.ts";

/** `N validation errors detected: ` and as many complaints, apart from each other by `; `. */
export interface Complaint {
  readonly place: string;
  readonly text: string;
}

export function complaintOf(model: Model, constraint: Constraint): Complaint {
  const shape = shapeNamed(model, constraint.shape);
  const { path } = constraint;
  const rule = isEmptyLabel(model, constraint) ? "min" : constraint.rule;
  const step = path.at(-1);
  const own = rule === "required" ? "Member must not be null" : textOf(shape, rule);
  // A list or a map answers for its items, and repeats all that is asked of them.
  const all = () =>
    (["max", "min", "enum", "pattern"] as const).flatMap((each) => textOf(shape, each) ?? []).join(", ");
  if (step === "[]") return { place: placeOf(path.slice(0, -1)), text: `Member must satisfy constraint: [${all()}]` };
  if (step === "{key}")
    return { place: placeOf(path.slice(0, -1)), text: `Map keys must satisfy constraint: [${all()}]` };
  if (step === "{value}") {
    return { place: placeOf(path.slice(0, -1)), text: `Map value must satisfy constraint: [${all()}]` };
  }
  return { place: placeOf(path), text: own ?? "" };
}

/** What is part of the path cannot be left out, only be empty. */
function isEmptyLabel(model: Model, { operation, path, rule }: Constraint): boolean {
  const input = shapeNamed(model, model.operations[operation]?.input?.shape ?? "");
  return rule === "required" && path.length === 1 && input.members?.[path[0] ?? ""]?.location === "uri";
}

function placeOf(path: readonly string[]): string {
  const steps = path.map((step) => PLACES[step] ?? step.charAt(0).toLowerCase() + step.slice(1));
  return steps.join(".");
}

/** Items of lists by number, those of maps by a key that is any here. */
const PLACES: Readonly<Record<string, string>> = { "[]": "1.member", "{value}": "KEY.member" };

function textOf(shape: Shape, rule: Exclude<Rule, "required">): string | undefined {
  if (shape[rule] === undefined) return undefined;
  const kind = ["integer", "long", "float", "double"].includes(shape.type) ? "value" : "length";
  switch (rule) {
    case "max":
      return `Member must have ${kind} less than or equal to ${shape.max}`;
    case "min":
      return `Member must have ${kind} greater than or equal to ${shape.min}`;
    case "enum":
      return `Member must satisfy enum value set: [${shape.enum?.join(", ")}]`;
    case "pattern":
      return `Member must satisfy regular expression pattern: ${shape.pattern}`;
  }
}

/** The complaints of an answer; undefined where it is none of the model's. */
export function complaintsIn(message: string): { readonly counted: number; readonly list: Complaint[] } | undefined {
  const head = /^(\d+) validation errors? detected: /.exec(message);
  if (!head) return undefined;
  const parts = message.slice(head[0].length).split(/; (?=Value )/);
  const list = parts.map((part) => {
    const [, place = "", text = ""] = /^Value .*? at '([^']*)' failed to satisfy constraint: (.*)$/s.exec(part) ?? [];
    return { place: place.replace(/\.(?!\d)[^.]+\.member(?=\.)/g, ".KEY.member"), text };
  });
  return { counted: Number(head[1]), list };
}

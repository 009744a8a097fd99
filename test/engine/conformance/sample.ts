// A value that a shape accepts: from the model, and for texts whose meaning the model cannot say, from a table.
import type { Model, Shape } from "../../../src/engine/wire/model.ts";
import { shapeNamed } from "./constraints.ts";

/** By shape, or by `Structure.Member` where one shape means several things. */
export type Samples = Readonly<Record<string, unknown>>;

/** Structures with their required members only. */
export function sampleOf(model: Model, name: string, samples: Samples): unknown {
  if (Object.hasOwn(samples, name)) return samples[name];
  const shape = shapeNamed(model, name);
  switch (shape.type) {
    case "structure":
      return Object.fromEntries(
        (shape.required ?? []).map((member) => [member, memberSample(model, name, member, samples)]),
      );
    case "list":
      return Array.from({ length: shape.min ?? 0 }, () => sampleOf(model, shape.member?.shape ?? "", samples));
    case "map":
      return {};
    case "boolean":
      return true;
    case "timestamp":
      return 1_804_000_000;
    case "string":
      return textSample(name, shape);
    case "blob":
      return "eA==";
    default:
      return shape.min ?? Math.min(1, shape.max ?? 1);
  }
}

export function memberSample(model: Model, structure: string, member: string, samples: Samples): unknown {
  const own = samples[`${structure}.${member}`];
  if (own !== undefined) return own;
  return sampleOf(model, shapeNamed(model, structure).members?.[member]?.shape ?? "", samples);
}

function textSample(name: string, shape: Shape): string {
  if (shape.enum) return shape.enum[0] ?? "";
  const text = "a".repeat(Math.max(shape.min ?? 1, 1));
  if (!matches(shape, text)) throw new Error(`the table of samples lacks ${name}, of pattern ${shape.pattern}`);
  return text;
}

/** AWS's patterns say what the whole text must be. */
export function matches(shape: Shape, text: string): boolean {
  if (shape.pattern === undefined) return true;
  return new RegExp(`^(?:${shape.pattern})$`, shape.pattern.includes("\\p{") ? "u" : "").test(text);
}

/** The input with `value` at the path, and around it what must be there; `undefined` leaves the member out. */
export function placed(
  model: Model,
  name: string,
  samples: Samples,
  current: unknown,
  path: readonly string[],
  value: unknown,
): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const shape = shapeNamed(model, name);
  const inside = (inner: string | undefined, old: unknown) => placed(model, inner ?? "", samples, old, rest, value);
  if (step === "[]") {
    const item = inside(shape.member?.shape, sampleOf(model, shape.member?.shape ?? "", samples));
    return [item, ...(current as unknown[]).slice(1)];
  }
  if (step === "{key}") return { [String(value)]: sampleOf(model, shape.value?.shape ?? "", samples) };
  if (step === "{value}") {
    const key = String(sampleOf(model, shape.key?.shape ?? "", samples));
    return { [key]: inside(shape.value?.shape, sampleOf(model, shape.value?.shape ?? "", samples)) };
  }
  const members = current as Record<string, unknown>;
  const old = members[step] ?? (rest.length > 0 ? memberSample(model, name, step, samples) : undefined);
  return { ...members, [step]: inside(shape.members?.[step]?.shape, old) };
}

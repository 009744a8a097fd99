// The values just inside and just outside one constraint.
import type { Model, Shape } from "../../../src/engine/wire/model.ts";
import { type Constraint, shapeNamed } from "./constraints.ts";
import { matches, memberSample, type Samples, sampleOf } from "./sample.ts";

export interface Boundary {
  readonly inside: readonly unknown[];
  /** Empty where nothing is outside: no text is shorter than 0. */
  readonly outside: readonly unknown[];
}

export function boundaryOf(model: Model, constraint: Constraint, samples: Samples): Boundary {
  const { rule } = constraint;
  const shape = shapeNamed(model, constraint.shape);
  const sample = sampleAt(model, constraint, samples);
  switch (rule) {
    case "required":
      return { inside: [sample], outside: [undefined] };
    case "enum":
      return { inside: shape.enum ?? [], outside: ["NO_SUCH_WORD", ...otherCases(shape.enum ?? [])] };
    case "pattern":
      return { inside: [sample], outside: unmatched(shape, String(sample)) };
    default: {
      const bound = shape[rule] ?? 0;
      const beyond = rule === "min" ? bound - 1 : bound + 1;
      const sized = (size: number) => sizedValue(model, shape, sample, size, samples);
      const canExceed = NUMBERS.includes(shape.type) || beyond >= 0;
      return { inside: [sized(bound)], outside: canExceed ? [sized(beyond)] : [] };
    }
  }
}

function otherCases(words: readonly string[]): string[] {
  const [first = ""] = words;
  return [first.toLowerCase(), first.toUpperCase()].filter((word) => !words.includes(word));
}

const NUMBERS: readonly string[] = ["integer", "long", "float", "double"];

function sampleAt(model: Model, { path, owner, shape }: Constraint, samples: Samples): unknown {
  const step = path.at(-1) ?? "";
  const isMember = !step.startsWith("[") && !step.startsWith("{");
  return isMember ? memberSample(model, owner, step, samples) : sampleOf(model, shape, samples);
}

function sizedValue(model: Model, shape: Shape, sample: unknown, size: number, samples: Samples): unknown {
  if (NUMBERS.includes(shape.type)) return size;
  if (shape.type === "blob") return Buffer.alloc(size).toString("base64");
  if (shape.type === "list") {
    const item = shape.member?.shape ?? "";
    return Array.from({ length: size }, (_, index) => numbered(sampleOf(model, item, samples), index));
  }
  if (shape.type === "map") {
    const item = sampleOf(model, shape.value?.shape ?? "", samples);
    return Object.fromEntries(Array.from({ length: size }, (_, index) => [`k${index}`, item]));
  }
  return sizedText(shape, String(sample), size);
}

/** Lists of texts and of tags must not repeat themselves. */
function numbered(item: unknown, index: number): unknown {
  if (typeof item === "string") return `${item}${index}`;
  const tag = item as { readonly Key?: string } | null;
  return tag?.Key === undefined ? item : { ...tag, Key: `${tag.Key}${index}` };
}

/** Long enough by a filler that most patterns take; a pattern with a length of its own is broken too. */
function sizedText(shape: Shape, sample: string, size: number): string {
  if (size <= sample.length) {
    const short = "a".repeat(size);
    return matches(shape, short) ? short : sample.slice(0, size);
  }
  return sample + "a".repeat(size - sample.length);
}

/** A text of allowed length that the pattern does not take; none where it takes every text. */
function unmatched(shape: Shape, sample: string): string[] {
  const rest = sample.slice(0, -1);
  const tries = [`${rest} `, `${rest}\u00e9`, `${rest}\u0000`, `${rest}:`, `aws.${sample}`, "\n", "!", " "];
  const fits = (text: string) => text.length >= (shape.min ?? 0) && text.length <= (shape.max ?? text.length);
  return tries.filter((text) => fits(text) && !matches(shape, text)).slice(0, 1);
}

// A shape is checked against a part of the document; every issue becomes a problem at its place, and what is right is returned.
import * as v from "valibot";
import { nearest } from "../../core/nearest.ts";
import type { Path, Problems } from "../problem.ts";
import type { SourceText } from "../yaml/source-text.ts";
import { childOf, plainValue, type YamlMap, type YamlNode } from "../yaml/yaml-tree.ts";
import { UNKNOWN_KEY } from "./expectation.ts";
import { gotText, hintFor } from "./got-text.ts";

export interface Part {
  readonly source: SourceText;
  readonly node: YamlMap;
  readonly path: Path;
  /** Where its name stands: the place of what is missing in it. */
  readonly keyStart: number;
}

/** The values of the keys that are as they should be; the others are left out, so that the rest can still be judged. */
export function checkShape<const Shape extends v.GenericSchema>(
  shape: Shape,
  part: Part,
  problems: Problems,
): Partial<v.InferOutput<Shape>> {
  const value = plainValue(part.node) as Record<string, unknown>;
  const result = v.safeParse(shape, value);
  if (result.success) return result.output as Partial<v.InferOutput<Shape>>;
  for (const issue of result.issues) {
    const steps = (issue.path ?? []).map((item) => item.key as string | number);
    addProblem(issue.message, steps, part, problems);
    const key = steps[0];
    if (key !== undefined) delete value[key];
  }
  const rest = v.safeParse(shape, value);
  return rest.success ? (rest.output as Partial<v.InferOutput<Shape>>) : {};
}

function addProblem(message: string, steps: Path, part: Part, problems: Problems): void {
  const path = [...part.path, ...steps];
  const { node, offset, keyOffset } = locate(part.node, steps);
  const spot = { source: part.source, offset, path };
  if (message.startsWith(UNKNOWN_KEY)) {
    spot.offset = keyOffset;
    const key = String(steps.at(-1));
    const accepted = message.slice(UNKNOWN_KEY.length);
    const near = nearest(key, accepted.split(", "));
    const hint = near ? `; did you mean ${near}?` : ".";
    problems.error("unknown-key", `unknown key "${key}"${hint} Accepted: ${accepted}`, spot);
    return;
  }
  const name = steps.length > 0 ? `${steps.filter((step) => typeof step === "string").at(-1)}: ` : "";
  if (node === undefined) {
    problems.error("missing-key", `${name}missing; add it`, spot);
    return;
  }
  problems.error("bad-value", `${name}expected ${message}, got ${gotText(node)}${hintFor(message, node)}`, spot);
}

/** The node at the end of the steps, its offset, and that of its key. */
function locate(root: YamlMap, steps: Path): { node: YamlNode | undefined; offset: number; keyOffset: number } {
  let node: YamlNode | undefined = root;
  let offset = root.start;
  let keyOffset = root.start;
  for (const step of steps) {
    keyOffset = (node?.kind === "map" ? node.entries.get(String(step))?.keyStart : undefined) ?? offset;
    node = childOf(node, step);
    offset = node?.start ?? keyOffset;
  }
  return { node, offset, keyOffset };
}

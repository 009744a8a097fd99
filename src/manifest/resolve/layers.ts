// Where a job's values come from: the environment's override, else the job itself, else the defaults.
import type { Path, Spot } from "../problem.ts";
import type { Part } from "../shape/check-shape.ts";
import type { JobKey, JobValues } from "../shape/job-shape.ts";
import { childOf, type YamlNode } from "../yaml/yaml-tree.ts";

export interface Layer {
  readonly part: Part;
  readonly values: Partial<JobValues>;
}

export class Layers {
  readonly name: string;
  readonly #own: Layer;
  readonly #layers: readonly Layer[];

  /** `own` is the job's own layer, and stands among `layers`, the strongest of which comes first. */
  constructor(name: string, own: Layer, layers: readonly Layer[]) {
    this.name = name;
    this.#own = own;
    this.#layers = layers;
  }

  value<Key extends JobKey>(key: Key): JobValues[Key] | undefined {
    for (const layer of this.#layers) {
      const value = layer.values[key];
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** A mapping whose members are inherited one by one. */
  merged<Key extends "environment" | "labels" | "delivery" | "retry">(key: Key): NonNullable<JobValues[Key]> {
    const found = this.#layers.map((layer) => layer.values[key]).reverse();
    return Object.assign(Object.create(null), ...found);
  }

  /** Whether it was written at all, right or wrong; `inherited` false looks past the defaults. */
  has(key: JobKey, inherited = true): boolean {
    return this.#layers.some((layer) => (inherited || !isDefaults(layer)) && layer.part.node.entries.has(key));
  }

  /** The place of a value, in the layer it comes from; of the job itself when it is nowhere. */
  spot(...steps: [JobKey, ...Path] | []): Spot {
    const layer = this.#layerOf(steps);
    const part = (layer ?? this.#own).part;
    const node = layer && this.node(...steps);
    const offset = node?.start ?? part.keyStart;
    return { source: part.source, offset, path: node ? [...part.path, ...steps] : part.path };
  }

  /** The place of a key, for what should not be there. */
  keySpot(key: JobKey): Spot {
    const layer = this.#layers.find(({ part }) => part.node.entries.has(key)) ?? this.#own;
    const offset = layer.part.node.entries.get(key)?.keyStart ?? layer.part.keyStart;
    return { source: layer.part.source, offset, path: [...layer.part.path, key] };
  }

  node(...steps: [JobKey, ...Path] | []): YamlNode | undefined {
    const layer = this.#layerOf(steps);
    return layer && nodeAt(layer, steps);
  }

  /** The strongest layer in which it is written; mappings are inherited member by member. */
  #layerOf(steps: Path): Layer | undefined {
    return steps.length === 0 ? undefined : this.#layers.find((layer) => nodeAt(layer, steps) !== undefined);
  }

  get all(): readonly Layer[] {
    return this.#layers;
  }
}

function nodeAt(layer: Layer, steps: Path): YamlNode | undefined {
  let node: YamlNode | undefined = layer.part.node;
  for (const step of steps) node = childOf(node, step);
  return node;
}

const isDefaults = (layer: Layer): boolean => layer.part.path[0] === "defaults";

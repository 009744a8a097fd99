// A YAML document as a tree of JSON-like values that still know where each was written.
import type { Spot } from "../problem.ts";
import type { SourceText } from "./source-text.ts";

export interface YamlScalar {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As written, quotes and placeholders included: what may be shown to people. */
  readonly raw: string;
  readonly start: number;
}

export interface YamlList {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
  readonly start: number;
}

export interface YamlMap {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly start: number;
}

export interface YamlEntry {
  readonly keyStart: number;
  readonly value: YamlNode;
}

export type YamlNode = YamlScalar | YamlList | YamlMap;

/** One file's tree. */
export interface YamlFile {
  readonly source: SourceText;
  readonly root: YamlMap;
}

/** Plain values; objects have no prototype, so no key of theirs can mean anything. */
export function plainValue(node: YamlNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainValue);
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of node.entries) object[key] = plainValue(entry.value);
  return object;
}

export function childOf(node: YamlNode | undefined, step: string | number): YamlNode | undefined {
  if (node?.kind === "map") return node.entries.get(String(step))?.value;
  if (node?.kind === "list") return node.items[Number(step)];
  return undefined;
}

/** Offset of a character of a scalar's value in the file; the scalar's start where escapes or folding make that unclear. */
export function offsetWithin(node: YamlScalar, offset: number): number {
  if (node.raw === node.value) return node.start + offset;
  if (node.raw.slice(1, -1) === node.value) return node.start + 1 + offset;
  return node.start;
}

export const topOf = (source: SourceText): Spot => ({ source, offset: 0, path: [] });

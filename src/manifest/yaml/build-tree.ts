// The package's nodes become our tree; aliases, tags, merge keys, equal keys and numbers that would change are refused here.
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";
import type { Path, Problems } from "../problem.ts";
import type { SourceText } from "./source-text.ts";
import type { YamlEntry, YamlNode, YamlScalar } from "./yaml-tree.ts";

/** Keys that mean something to JavaScript objects, whatever prototype ours have (js-yaml CVE-2025-64718). */
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

interface Context {
  readonly source: SourceText;
  readonly problems: Problems;
}

/** Depth was checked on the tokens, so this may call itself. */
export function buildTree(node: Node, source: SourceText, problems: Problems): YamlNode {
  return build(node, [], { source, problems });
}

function build(node: unknown, path: Path, context: Context): YamlNode {
  const start = startOf(node);
  const refuse = (code: string, message: string) =>
    context.problems.error(code, message, { source: context.source, offset: start, path });
  if (isAlias(node)) {
    refuse("yaml-alias", `aliases are not supported; write the value out instead of *${node.source}`);
  } else if (isMap(node) || isSeq(node) || isScalar(node)) {
    if (node.anchor !== undefined) refuse("yaml-alias", `anchors are not supported; remove &${node.anchor}`);
    if (node.tag !== undefined) refuse("yaml-tag", `tags are not supported; remove ${tagText(node.tag)}`);
    if (isMap(node)) return { kind: "map", start, entries: entriesOf(node, path, context) };
    if (isSeq(node)) {
      return { kind: "list", start, items: node.items.map((item, index) => build(item, [...path, index], context)) };
    }
    return scalarOf(node, path, context);
  }
  return { kind: "scalar", value: null, raw: "", start };
}

function entriesOf(map: YAMLMap, path: Path, context: Context): ReadonlyMap<string, YamlEntry> {
  const entries = new Map<string, YamlEntry>();
  for (const pair of map.items) {
    const key = keyOf(pair, path, context);
    if (key === undefined) continue;
    const keyStart = startOf(pair.key);
    const first = entries.get(key);
    if (first) {
      const { line } = context.source.placeOf(first.keyStart);
      const message = `the key "${key}" was already given in line ${line}; remove one of them`;
      context.problems.error("yaml-duplicate-key", message, {
        source: context.source,
        offset: keyStart,
        path: [...path, key],
      });
      continue;
    }
    // An absent value has no place of its own: it is missing behind its key.
    const value = pair.value ? build(pair.value, [...path, key], context) : nothingAt(keyStart);
    entries.set(key, { keyStart, value });
  }
  return entries;
}

function keyOf(pair: Pair, path: Path, context: Context): string | undefined {
  const { key } = pair;
  const spot = { source: context.source, offset: startOf(key), path };
  if (!isScalar(key) || key.value === null) {
    context.problems.error("yaml-key", "a key must be a text", spot);
    return undefined;
  }
  if (key.anchor !== undefined || key.tag !== undefined) {
    context.problems.error("yaml-tag", "anchors and tags are not supported; remove it from the key", spot);
    return undefined;
  }
  const text = key.type === "PLAIN" ? (key.source ?? String(key.value)) : String(key.value);
  if (FORBIDDEN_KEYS.has(text)) {
    context.problems.error("forbidden-key", `the key "${text}" is not allowed; choose another name`, spot);
    return undefined;
  }
  if (text === "<<") {
    context.problems.error("yaml-merge", "merge keys are not supported; put shared values under defaults:", spot);
    return undefined;
  }
  return text;
}

function scalarOf(node: Scalar, path: Path, context: Context): YamlScalar {
  const start = startOf(node);
  const raw = context.source.text.slice(start, node.range?.[1] ?? start);
  const { value } = node;
  if (typeof value === "number" && !saysWhatItIs(value, raw)) {
    const message = `the number ${raw} would be read as ${value}; write it plainly, or put quotes around it: "${raw}"`;
    context.problems.error("unclear-number", message, { source: context.source, offset: start, path });
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null) {
    return { kind: "scalar", value, raw, start };
  }
  // Only a tag makes other values, and tags are refused above.
  return { kind: "scalar", value: null, raw, start };
}

/** Octal, hexadecimal, exponents, leading zeros, infinities and integers past 2^53 turn into something else unseen. */
function saysWhatItIs(value: number, raw: string): boolean {
  if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(raw)) return false;
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

function tagText(tag: string): string {
  return tag.startsWith("tag:yaml.org,2002:") ? `!!${tag.slice(18)}` : tag;
}

function startOf(node: unknown): number {
  return (node as { range?: readonly number[] } | null)?.range?.[0] ?? 0;
}

const nothingAt = (start: number): YamlScalar => ({ kind: "scalar", value: null, raw: "", start });

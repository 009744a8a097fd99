// The jobs as the text of a jobs.yaml, with where each comes from and what was left out beside it.
import { Document, Pair, Scalar, visit, YAMLMap } from "yaml";
import type { Json, JsonObject } from "../core/json.ts";
import { printable } from "../core/printable.ts";
import { type Draft, type Skipped, sourceText } from "./draft.ts";

export interface ManifestText {
  readonly app: string;
  /** Lines at the top, without the mark of a comment. */
  readonly header: readonly string[];
  readonly jobs: ReadonlyMap<string, Draft>;
  readonly skipped: readonly Skipped[];
}

export function writeManifest({ app, header, jobs, skipped }: ManifestText): string {
  const document = new Document({ app }, { aliasDuplicateObjects: false });
  document.commentBefore = [...header, ...leftOut(skipped)].map((line) => ` ${printable(line)}`).join("\n");
  const all = new YAMLMap();
  for (const [name, draft] of jobs)
    all.add(new Pair(keyOf(name, draft, all.items.length > 0), keysOf(document, draft)));
  document.set("jobs", all);
  visit(document, { Scalar: (_key, node) => quoteUnseen(node) });
  return printable(document.toString({ lineWidth: 0, flowCollectionPadding: false }));
}

function leftOut(skipped: readonly Skipped[]): readonly string[] {
  if (skipped.length === 0) return [];
  return ["", "Left out:", ...skipped.map((one) => `  ${sourceText(one)}: ${one.reason}`)];
}

function keyOf(name: string, { source, notes, left }: Draft, isLater: boolean): Scalar {
  const key = new Scalar(name);
  const lines = [
    `from ${sourceText(source)}`,
    ...notes,
    ...left.map(({ what, reason }) => `left out: ${what}: ${reason}`),
  ];
  key.commentBefore = lines.map((line) => ` ${printable(line)}`).join("\n");
  key.spaceBefore = isLater;
  return key;
}

function keysOf(document: Document, { values }: Draft): YAMLMap {
  const map = new YAMLMap();
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const node = document.createNode(plain(value));
    if (key !== "input" && node instanceof YAMLMap) node.flow = true;
    map.add(new Pair(new Scalar(key), node));
  }
  return map;
}

/** Nothing in the texts is to be filled in from elsewhere: `$${env:X}` stands for `${env:X}`. */
function plain(value: Json): Json {
  if (typeof value === "string") return value.replace(/\$\{(?:env|ssm):[^}]*\}/g, (found) => `$${found}`);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value as JsonObject).map(([key, member]) => [key, plain(member)]));
}

/** In double quotes the escapes of what is not to be seen stand for the characters themselves. */
function quoteUnseen(node: Scalar): void {
  if (typeof node.value === "string" && printable(node.value) !== node.value) node.type = "QUOTE_DOUBLE";
}

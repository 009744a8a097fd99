// What stands in the file, said so that it can be recognised, and what to write instead where that is plain.
import type { YamlNode } from "../yaml/yaml-tree.ts";

const LONGEST = 60;

/** Placeholders are shown as written, never what they stand for. */
export function gotText(node: YamlNode): string {
  if (node.kind === "map") return "a mapping";
  if (node.kind === "list") return "a list";
  if (node.value === null) return "nothing";
  if (typeof node.value !== "string")
    return `${node.raw} (${typeof node.value === "number" ? "a number" : "a boolean"})`;
  const isPlaceholder = /\$\{(env|ssm):/.test(node.raw);
  const shown = isPlaceholder ? node.raw : JSON.stringify(node.value);
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}

/** YAML 1.1 read these as booleans; YAML 1.2 reads them as text (YAML 1.2.2, 10.3). */
const OLD_BOOLEANS: Readonly<Record<string, boolean>> = {
  yes: true,
  on: true,
  y: true,
  no: false,
  off: false,
  n: false,
};

export function hintFor(expected: string, node: YamlNode): string {
  if (node.kind !== "scalar" || node.value === null) return "";
  if (typeof node.value === "string") {
    const boolean = OLD_BOOLEANS[node.value.toLowerCase()];
    if (expected.startsWith("true") && boolean !== undefined) return `; write ${boolean}`;
    if (expected.startsWith("true") && /^(true|false)$/.test(node.value)) return "; remove the quotes";
    if (expected.startsWith("a whole number") && /^\d+$/.test(node.value)) return "; remove the quotes";
    return "";
  }
  if (expected.startsWith("a duration"))
    return `; add a unit: ${node.raw}s, ${node.raw}m, ${node.raw}h or ${node.raw}d`;
  const wantsText = !/^(a whole number|true|one of|a mapping|a list)/.test(expected);
  return wantsText && !expected.includes("quotes") ? `; put quotes around it: "${node.raw}"` : "";
}

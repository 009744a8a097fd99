// A verification as an indented tree: each thing, its checks with their results, and under it what it rests on.
import { printable } from "../../core/printable.ts";
import { type Check, flatten, type Node } from "../../verification/check.ts";
import type { Terminal } from "../terminal.ts";

const STYLES = { OK: "green", NG: "red", SKIP: "yellow" } as const;

/** A thing that stands in several places is told once, and is `(cached)` after that. */
export function renderVerification(title: string, roots: readonly Node[], terminal: Terminal): string[] {
  const seen = new Set<string>();
  const mark = (result: Check["result"]) => terminal.style(STYLES[result], `--> [${result}]`);
  const walk = (node: Node, indent: string): string[] => {
    const head = `${indent}${node.kind} ${printable(node.name)}`;
    const key = `${node.kind}/${node.name}`;
    if (seen.has(key)) return [`${head} (cached) ${mark(worst(node))}`];
    seen.add(key);
    const lines = node.checks.flatMap(({ check, result, detail, fix }) => [
      `${indent}  ${printable(check)} ${mark(result)}${detail && ` ${printable(detail)}`}`,
      ...(fix === undefined ? [] : [`${indent}    fix: ${fix}`]),
    ]);
    return [head, ...lines, ...node.children.flatMap((child) => walk(child, `${indent}  `))];
  };
  const checks = flatten(roots);
  const count = (wanted: Check["result"]) => checks.filter(({ result }) => result === wanted).length;
  const bad = count("NG");
  const verdict = bad === 0 ? terminal.style("green", "Verify OK!") : terminal.style("red", "Verify NG!");
  const total = `${count("OK")} OK, ${bad} NG, ${count("SKIP")} SKIP`;
  return [title, ...roots.flatMap((root) => walk(root, "  ")), ...notGood(checks, terminal), `${verdict} ${total}`];
}

/** What is wrong stands once more at the end, where it is looked for, after hundreds of lines that say OK. */
function notGood(checks: ReturnType<typeof flatten>, terminal: Terminal): readonly string[] {
  const bad = checks.filter(({ result }) => result === "NG");
  const lines = bad.map(({ kind, name, check, detail }) => printable(`  ${kind} ${name}: ${check}: ${detail}`));
  return bad.length === 0 ? [] : ["", terminal.style("red", "NG:"), ...lines, ""];
}

function worst(node: Node): Check["result"] {
  const results = flatten([node]).map(({ result }) => result);
  return results.includes("NG") ? "NG" : results.includes("SKIP") ? "SKIP" : "OK";
}

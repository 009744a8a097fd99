// YAML text becomes a tree of JSON-like values; what JSON cannot say, or a reader cannot see, is a problem at its place.
import { Composer, type Document, Parser } from "yaml";
import type { Problems } from "../problem.ts";
import { buildTree } from "./build-tree.ts";
import { checkTokens } from "./check-tokens.ts";
import { decodeText } from "./decode-text.ts";
import type { SourceText } from "./source-text.ts";
import { topOf, type YamlFile } from "./yaml-tree.ts";

/** undefined when there is no mapping to go on with; what is wrong is then in `problems`. */
export function readYaml(file: string, content: Uint8Array | string, problems: Problems): YamlFile | undefined {
  const source = decodeText(file, content, problems);
  if (!source) return undefined;
  const before = problems.errors;
  const doubles = problems.errorsOf("yaml-duplicate-key");
  const tokens = [...new Parser().parse(source.text)];
  checkTokens(source, tokens, problems);
  if (problems.errors > before) return undefined;
  // The package's own check for equal keys is quadratic; ours is in the tree. Tags and merge keys are refused there too.
  const composer = new Composer({ uniqueKeys: false, schema: "core", merge: false, logLevel: "silent" });
  const [document, second] = [...composer.compose(tokens, false, source.text.length)];
  if (second) {
    const offset = second.range[0];
    problems.error("yaml-documents", "a second document starts here; expected one", { source, offset, path: [] });
    return undefined;
  }
  if (document && addSyntaxErrors(document, source, problems)) return undefined;
  const root = document?.contents ? buildTree(document.contents, source, problems) : undefined;
  // A key given twice counts once, so that what else is wrong in the file is said too.
  if (problems.errors - before > problems.errorsOf("yaml-duplicate-key") - doubles) return undefined;
  if (root?.kind === "map") return { source, root };
  const got = root === undefined ? "nothing" : root.kind === "list" ? "a list" : root.raw || "nothing";
  const spot = { ...topOf(source), offset: root?.start ?? 0 };
  problems.error("not-a-mapping", `expected a mapping (key: value), got ${got}`, spot);
  return undefined;
}

/** One error makes others behind it: the first of each line is said. */
function addSyntaxErrors(document: Document.Parsed, source: SourceText, problems: Problems): boolean {
  const lines = new Set<number>();
  for (const error of document.errors) {
    const offset = Math.min(error.pos[0], source.text.length);
    const { line } = source.placeOf(offset);
    if (lines.has(line)) continue;
    lines.add(line);
    problems.error("yaml-syntax", sentenceOf(error.message), { source, offset, path: [] });
  }
  return lines.size > 0;
}

function sentenceOf(message: string): string {
  const sentence = message.replace(/\.$/, "");
  return `not YAML: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

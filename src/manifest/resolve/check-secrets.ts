// Values that look like secrets stand in a file that is under version control: worth a warning, which does not repeat them.
import type { Path, Problems } from "../problem.ts";
import type { SourceText } from "../yaml/source-text.ts";
import type { YamlNode } from "../yaml/yaml-tree.ts";

const LOOKS_LIKE: readonly (readonly [RegExp, string])[] = [
  [/\b(AKIA|ASIA)[0-9A-Z]{16}\b/, "an AWS access key"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/, "a signed token (JWT)"],
];

export function checkSecrets(node: YamlNode, path: Path, source: SourceText, problems: Problems): void {
  if (node.kind === "list") {
    for (const [index, item] of node.items.entries()) checkSecrets(item, [...path, index], source, problems);
  } else if (node.kind === "map") {
    for (const [key, entry] of node.entries) checkSecrets(entry.value, [...path, key], source, problems);
  } else {
    const what = LOOKS_LIKE.find(([pattern]) => pattern.test(node.raw))?.[1];
    if (what === undefined) return;
    const message = `this looks like ${what}; keep it out of the file and write \${env:NAME}`;
    problems.warn("secret-in-file", message, { source, offset: node.start, path });
  }
}

// `${env:NAME}` in values is replaced from the environment of the process; what was replaced is remembered, so that it can be hidden.
import { nearest } from "../../core/nearest.ts";
import type { Path, Problems } from "../problem.ts";
import type { SourceText } from "../yaml/source-text.ts";
import type { YamlFile, YamlNode, YamlScalar } from "../yaml/yaml-tree.ts";

export type Variables = Readonly<Record<string, string | undefined>>;

/** Value → how it was written. Such values are never shown. */
export type Secrets = Map<string, string>;

const PLACEHOLDER = /(\$?)\$\{(env|ssm):([^}]*)\}/g;

interface Context {
  readonly source: SourceText;
  readonly variables: Variables;
  readonly problems: Problems;
  readonly secrets: Secrets;
}

export function substitute(file: YamlFile, variables: Variables, secrets: Secrets, problems: Problems): YamlFile {
  if (!/\$\{(env|ssm):/.test(file.source.text)) return file;
  const root = replace(file.root, [], { source: file.source, variables, problems, secrets });
  return root.kind === "map" ? { source: file.source, root } : file;
}

function replace(node: YamlNode, path: Path, context: Context): YamlNode {
  if (node.kind === "list") {
    return { ...node, items: node.items.map((item, index) => replace(item, [...path, index], context)) };
  }
  if (node.kind === "map") {
    const entries = [...node.entries].map(
      ([key, entry]) => [key, { ...entry, value: replace(entry.value, [...path, key], context) }] as const,
    );
    return { ...node, entries: new Map(entries) };
  }
  return typeof node.value === "string" ? replaceText(node, node.value, path, context) : node;
}

/** `$${env:NAME}` stands for the text `${env:NAME}` itself. */
function replaceText(node: YamlScalar, text: string, path: Path, context: Context): YamlScalar {
  const spot = { source: context.source, offset: node.start, path };
  const value = text.replace(PLACEHOLDER, (written: string, escaped: string, kind: string, name: string) => {
    if (escaped) return written.slice(1);
    if (kind === "ssm") {
      context.problems.error("not-yet", `${written} is not yet supported; use \${env:NAME}`, spot);
      return written;
    }
    const found = context.variables[name];
    if (found === undefined || found === "") {
      const near = nearest(name, Object.keys(context.variables));
      const hint = near ? `; did you mean ${near}?` : "";
      context.problems.error("variable-missing", `the environment variable ${name} is not set${hint}`, spot);
      return written;
    }
    if (isHidden(path)) context.secrets.set(found, written);
    return found;
  });
  return value === text ? node : { ...node, value };
}

/** What reaches the handler may be a secret; a region or an account number from the environment is none. */
const isHidden = (path: Path): boolean => path.includes("input") || path.includes("environment");

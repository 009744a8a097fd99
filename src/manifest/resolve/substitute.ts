// `${env:NAME}` in values is replaced from the environment of the process, and remembered so that it can be hidden; `${ssm:NAME}`
// becomes a mark, which is filled when something is planned or run.
import { nearest } from "../../core/nearest.ts";
import { markOf, type ParameterUse } from "../parameter-marks.ts";
import { type Path, type Problems, placeOf, type Spot } from "../problem.ts";
import type { SourceText } from "../yaml/source-text.ts";
import type { YamlFile, YamlNode, YamlScalar } from "../yaml/yaml-tree.ts";

export type Variables = Readonly<Record<string, string | undefined>>;

/** Value → how it was written. Such values are never shown. */
type Secrets = Map<string, string>;

const PLACEHOLDER = /(\$?)\$\{(env|ssm):([^}]*)\}/g;

/** What the values of the files took from elsewhere. */
export interface Found {
  readonly secrets: Secrets;
  readonly parameters: ParameterUse[];
}

interface Context {
  readonly source: SourceText;
  readonly variables: Variables;
  readonly problems: Problems;
  readonly secrets: Secrets;
  readonly parameters: ParameterUse[];
}

export function substitute(file: YamlFile, variables: Variables, found: Found, problems: Problems): YamlFile {
  if (!/\$\{(env|ssm):/.test(file.source.text)) return file;
  const root = replace(file.root, [], { source: file.source, variables, problems, ...found });
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
    if (kind === "ssm") return parameter(written, name, spot, context);
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
function isHidden(path: Path): boolean {
  const key = path[0] === "defaults" ? path[1] : path[0] === "jobs" ? path[2] : undefined;
  return key === "input" || key === "environment";
}

/** Systems Manager API Reference, PutParameter: Name, with a version or a label behind it. */
const PARAMETER = /^(\/[A-Za-z0-9_.-]+)+(:[A-Za-z0-9_.-]+)?$|^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)?$/;

function parameter(written: string, name: string, spot: Spot, { problems, parameters }: Context): string {
  if (!PARAMETER.test(name)) {
    const expected = "expected a name such as /shop/token, or /shop/token:3 for a version";
    problems.error("bad-parameter", `${written} names no parameter; ${expected}`, spot);
    return written;
  }
  if (!isHidden(spot.path)) {
    const message = `${written} may stand in input: and environment: only; here write \${env:NAME}, or the value`;
    problems.error("bad-parameter", message, spot);
    return written;
  }
  parameters.push({ name, place: placeOf(spot) });
  return markOf(name);
}

// config/<env>.yaml becomes an Environment; `local` needs no file and is the embedded engine.
import { dirname, join } from "node:path";
import { nearest } from "../../core/nearest.ts";
import type { Environment } from "../model.ts";
import type { Problems } from "../problem.ts";
import type { Reader } from "../reader.ts";
import { checkShape } from "../shape/check-shape.ts";
import { environmentShape } from "../shape/file-shapes.ts";
import { ENVIRONMENT_EXPECTED, ENVIRONMENT_NAME } from "../shape/patterns.ts";
import { readYaml } from "../yaml/read-yaml.ts";
import { SourceText } from "../yaml/source-text.ts";
import { topOf, type YamlFile } from "../yaml/yaml-tree.ts";
import { type Found, substitute, type Variables } from "./substitute.ts";

export interface EnvironmentFile {
  readonly environment: Environment;
  /** undefined when there is none, or none that can be read. */
  readonly file: YamlFile | undefined;
}

const LOCAL_REGION = "us-east-1";

export function environmentPath(manifest: string, name: string): string {
  return join(dirname(manifest), "config", `${name}.yaml`);
}

export function resolveEnvironment(
  manifest: string,
  name: string,
  reader: Reader,
  variables: Variables,
  found: Found,
  problems: Problems,
): EnvironmentFile {
  const path = environmentPath(manifest, name);
  const top = topOf(new SourceText(path, ""));
  const nothing = { environment: environmentOf(name, {}), file: undefined };
  if (!ENVIRONMENT_NAME.test(name)) {
    problems.error("bad-name", `"${name}" is no environment; expected ${ENVIRONMENT_EXPECTED}`, top);
    return nothing;
  }
  const content = reader.read(path);
  if (content === undefined) {
    if (name !== "local") problems.error("environment-missing", missingText(name, dirname(path), reader), top);
    return nothing;
  }
  // A file that says nothing is as good as none where none is needed.
  if (name === "local" && content.length === 0) return nothing;
  const read = readYaml(path, content, problems);
  if (!read) return nothing;
  const file = substitute(read, variables, found, problems);
  const part = { source: file.source, node: file.root, path: [], keyStart: 0 };
  const values = checkShape(environmentShape, part, problems);
  if (name !== "local" && !file.root.entries.has("region")) {
    problems.error("missing-key", "region: missing; expected an AWS region, such as eu-central-1", topOf(file.source));
  }
  const environment = environmentOf(name, values);
  const switchEntry = file.root.entries.get("enforcePermissions");
  if (switchEntry && environment.endpoint !== "embedded") {
    const spot = { source: file.source, offset: switchEntry.keyStart, path: ["enforcePermissions"] };
    problems.error("conflict", "enforcePermissions: only the embedded engine has this switch; AWS always checks", spot);
  }
  return { environment, file };
}

interface Values {
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly profile?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly protect?: boolean | undefined;
  readonly enforcePermissions?: boolean | undefined;
}

function environmentOf(name: string, values: Values): Environment {
  return {
    name,
    endpoint: values.endpoint ?? (name === "local" ? "embedded" : undefined),
    region: values.region ?? LOCAL_REGION,
    account: values.account,
    profile: values.profile,
    protect: values.protect ?? false,
    enforcePermissions: values.enforcePermissions ?? true,
  };
}

function missingText(name: string, folder: string, reader: Reader): string {
  const files = reader.list(folder).filter((file) => file.endsWith(".yaml"));
  const known = [...new Set(["local", ...files.map((file) => file.slice(0, -5))])].sort();
  const near = nearest(name, known);
  const hint = near ? `; did you mean ${near}?` : ".";
  return `there is no environment "${name}"${hint} Known: ${known.join(", ")}`;
}

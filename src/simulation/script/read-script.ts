// A script file becomes what each job's runs do, or a list of problems with line and column.
import { nearest } from "../../core/nearest.ts";
import { type Problem, Problems } from "../../manifest/problem.ts";
import { checkShape, type Part } from "../../manifest/shape/check-shape.ts";
import { readYaml } from "../../manifest/yaml/read-yaml.ts";
import { childOf, type YamlEntry, type YamlFile } from "../../manifest/yaml/yaml-tree.ts";
import { type JobScript, jobScriptShape, scriptShape } from "./script-shape.ts";

export interface ScriptFile {
  readonly defaults: JobScript;
  readonly jobs: ReadonlyMap<string, JobScript>;
}

export const NO_SCRIPT: ScriptFile = { defaults: {}, jobs: new Map() };

export type ReadScript =
  | { readonly ok: true; readonly script: ScriptFile }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function readScript(path: string, content: Uint8Array | string, jobs: readonly string[]): ReadScript {
  const problems = new Problems();
  const file = readYaml(path, content, problems);
  const script = file ? scriptOf(file, jobs, problems) : NO_SCRIPT;
  return problems.errors > 0 ? { ok: false, problems: problems.sorted([path]) } : { ok: true, script };
}

function scriptOf(file: YamlFile, known: readonly string[], problems: Problems): ScriptFile {
  checkShape(scriptShape, { source: file.source, node: file.root, path: [], keyStart: 0 }, problems);
  const defaults = file.root.entries.get("defaults");
  const jobs = childOf(file.root, "jobs");
  const scripts = new Map<string, JobScript>();
  for (const [name, entry] of jobs?.kind === "map" ? jobs.entries : []) {
    const path = ["jobs", name];
    if (!known.includes(name)) {
      const near = nearest(name, known);
      const hint = near ? `; did you mean ${near}?` : `; the jobs are ${known.join(", ")}`;
      problems.error("unknown-job", `there is no job "${name}" in the manifest${hint}`, {
        ...{ source: file.source, offset: entry.keyStart, path },
      });
    }
    scripts.set(name, jobScriptOf(file, entry, path, problems));
  }
  return { defaults: defaults ? jobScriptOf(file, defaults, ["defaults"], problems) : {}, jobs: scripts };
}

function jobScriptOf(file: YamlFile, { value, keyStart }: YamlEntry, path: string[], problems: Problems): JobScript {
  const { source } = file;
  if (value.kind !== "map") {
    const got = value.kind === "list" ? "a list" : value.raw || "nothing";
    problems.error("bad-value", `${path.at(-1)}: expected a mapping, got ${got}`, {
      source,
      offset: value.start,
      path,
    });
    return {};
  }
  const part: Part = { source, node: value, path, keyStart };
  const script = checkShape(jobScriptShape, part, problems);
  for (const key of ["failures", "deliveries"] as const) {
    for (const [index, rule] of (script[key] ?? []).entries()) {
      const place = childOf(childOf(value, key), index);
      const spot = { source, offset: place?.start ?? value.start, path: [...path, key, index] };
      if (rule.from !== undefined && rule.to !== undefined && rule.to < rule.from) {
        problems.error("bad-value", "to: expected an instant at or after from", spot);
      }
    }
  }
  return script;
}

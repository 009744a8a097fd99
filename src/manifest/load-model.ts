// jobs.yaml and one environment's file become a Model, or every problem of both at once.

import { dirname } from "node:path";
import type { Model } from "./model.ts";
import { type Problem, Problems } from "./problem.ts";
import type { Reader } from "./reader.ts";
import { Handlers } from "./resolve/check-handler.ts";
import { environmentPath, resolveEnvironment } from "./resolve/resolve-environment.ts";
import { resolveManifest } from "./resolve/resolve-manifest.ts";
import { type Found, substitute, type Variables } from "./resolve/substitute.ts";
import { readYaml } from "./yaml/read-yaml.ts";
import { SourceText } from "./yaml/source-text.ts";
import { topOf } from "./yaml/yaml-tree.ts";

export interface LoadInput {
  /** Absolute path of jobs.yaml. */
  readonly file: string;
  /** The environment's name: its file is config/<name>.yaml beside jobs.yaml. */
  readonly environment: string;
  readonly reader: Reader;
  /** The process's environment, for `${env:NAME}`. */
  readonly variables: Variables;
}

export type LoadResult =
  | { readonly ok: true; readonly model: Model; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function loadModel({ file, environment: name, reader, variables }: LoadInput): LoadResult {
  const problems = new Problems();
  const found: Found = { secrets: new Map(), parameters: [] };
  const environment = resolveEnvironment(file, name, reader, variables, found, problems);
  const content = reader.read(file);
  if (content === undefined) {
    const message = "there is no such file; lamp init makes one";
    problems.error("manifest-missing", message, topOf(new SourceText(file, "")));
  }
  const read = content === undefined ? undefined : readYaml(file, content, problems);
  const manifest = read && substitute(read, variables, found, problems);
  const handlers = new Handlers(dirname(file), reader);
  const resolved = manifest && resolveManifest(manifest, environment, handlers, problems);
  const sorted = problems.sorted([file, environmentPath(file, name)]);
  if (!resolved || problems.errors > 0) return { ok: false, problems: sorted };
  const model: Model = { ...resolved, environment: environment.environment, file, ...found };
  return { ok: true, model, problems: sorted };
}

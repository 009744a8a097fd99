// The tree of jobs.yaml becomes the model's jobs, each from its layers, names checked against each other.
import { nearest } from "../../core/nearest.ts";
import type { Job } from "../model.ts";
import type { Problems } from "../problem.ts";
import { checkShape, type Part } from "../shape/check-shape.ts";
import { manifestShape } from "../shape/file-shapes.ts";
import { defaultsShape, jobShape } from "../shape/job-shape.ts";
import { JOB_NAME, NAME_EXPECTED } from "../shape/patterns.ts";
import { childOf, topOf, type YamlFile, type YamlMap } from "../yaml/yaml-tree.ts";
import { checkFormerNames } from "./check-former-names.ts";
import type { Handlers } from "./check-handler.ts";
import { checkNotYet } from "./check-not-yet.ts";
import { checkSharedFunctions } from "./check-shared-functions.ts";
import { type Layer, Layers } from "./layers.ts";
import type { EnvironmentFile } from "./resolve-environment.ts";
import { resolveJob } from "./resolve-job.ts";
import type { FileZone } from "./resolve-schedules.ts";

export function resolveManifest(
  file: YamlFile,
  environment: EnvironmentFile,
  handlers: Handlers,
  problems: Problems,
): { app: string; watch: boolean; jobs: readonly Job[] } {
  const top = { source: file.source, node: file.root, path: [], keyStart: 0 };
  const values = checkShape(manifestShape, top, problems);
  for (const key of ["app", "jobs"]) {
    if (file.root.entries.has(key)) continue;
    const expected = key === "app" ? "the name of the whole, such as acme-ops" : "a mapping of names to jobs";
    problems.error("missing-key", `${key}: missing; expected ${expected}`, topOf(file.source));
  }
  const defaults = layersUnder(file, undefined, problems).get("defaults");
  const own = layersUnder(file, "jobs", problems);
  const overrides = environment.file ? layersUnder(environment.file, "jobs", problems) : new Map<string, Layer>();
  checkNames(own, problems);
  checkOverrides(overrides, own, problems);
  const fileZone = zoneOf(file, values.timezone);
  const context = { environment: environment.environment, fileZone, handlers };
  const layered = [...own].map(([name, layer]) => {
    const all = [overrides.get(name), layer, defaults].filter((found) => found !== undefined);
    return new Layers(name, layer, all);
  });
  checkFormerNames(layered, problems);
  const jobs = layered.map((layers) => resolveJob(layers, context, problems));
  checkSharedFunctions(layered, jobs, problems);
  jobs.sort((a, b) => (a.name < b.name ? -1 : 1));
  // On the engine of `lamp dev` somebody looks, and the history finds the holes while it is read.
  const onAws = environment.environment.endpoint === undefined;
  return { app: values.app ?? "", watch: values.watch ?? onAws, jobs };
}

/** The jobs under `jobs:`, or `defaults:` itself, each checked against its shape. */
function layersUnder(file: YamlFile, key: "jobs" | undefined, problems: Problems): Map<string, Layer> {
  const layers = new Map<string, Layer>();
  const parent = key === undefined ? file.root : childOf(file.root, key);
  if (parent?.kind !== "map") return layers;
  for (const [name, { keyStart, value }] of parent.entries) {
    if (key === undefined && name !== "defaults") continue;
    const path = key === undefined ? [name] : [key, name];
    if (value.kind !== "map") {
      const message = `${name}: expected a mapping, got ${value.kind === "list" ? "a list" : value.raw || "nothing"}`;
      problems.error("bad-value", message, { source: file.source, offset: value.start, path });
    }
    const node: YamlMap = value.kind === "map" ? value : { kind: "map", entries: new Map(), start: value.start };
    const part: Part = { source: file.source, node, path, keyStart };
    const values = checkShape(key === undefined ? defaultsShape : jobShape, part, problems);
    const layer = { part, values };
    checkNotYet(layer, problems);
    if (value.kind === "map") layers.set(name, layer);
  }
  return layers;
}

/** Twins that differ in case only would meet in file names and in people's minds. */
function checkNames(jobs: ReadonlyMap<string, Layer>, problems: Problems): void {
  const seen = new Map<string, string>();
  for (const [name, { part }] of jobs) {
    const spot = { source: part.source, offset: part.keyStart, path: part.path };
    if (!JOB_NAME.test(name)) {
      problems.error("bad-name", `"${name}" is no name for a job; expected ${NAME_EXPECTED}`, spot);
    }
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined) {
      problems.error("name-twins", `the jobs "${twin}" and "${name}" differ in case only; rename one of them`, spot);
    }
    seen.set(name.toLowerCase(), name);
  }
}

function checkOverrides(overrides: ReadonlyMap<string, Layer>, jobs: ReadonlyMap<string, Layer>, problems: Problems) {
  for (const [name, { part }] of overrides) {
    if (jobs.has(name)) continue;
    const near = nearest(name, jobs.keys());
    const hint = near ? `; did you mean ${near}?` : "";
    const spot = { source: part.source, offset: part.keyStart, path: part.path };
    problems.error("unknown-job", `there is no job "${name}" to override${hint}`, spot);
  }
}

function zoneOf(file: YamlFile, written: string | undefined): FileZone {
  const node = childOf(file.root, "timezone");
  const offset = node?.start ?? 0;
  return { name: written ?? "UTC", node, spot: { source: file.source, offset, path: ["timezone"] } };
}

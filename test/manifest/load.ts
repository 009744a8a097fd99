// Loads models from a table of files instead of a disk.
import { dirname } from "node:path";
import { type LoadResult, loadModel } from "../../src/manifest/load-model.ts";
import type { Model } from "../../src/manifest/model.ts";
import type { Reader } from "../../src/manifest/reader.ts";

export type Files = Readonly<Record<string, string | Uint8Array>>;

const HANDLERS = { "jobs/a.ts": "", "jobs/b.ts": "", "jobs/deep/c.mjs": "" };

/** Paths relative to /project; `links` says where a path really leads. */
export function readerOf(files: Files, links: Readonly<Record<string, string>> = {}): Reader {
  const all = new Map(Object.entries({ ...HANDLERS, ...files }).map(([path, text]) => [`/project/${path}`, text]));
  return {
    read: (path) => all.get(path),
    exists: (path) => all.has(path),
    realpath: (path) => links[path] ?? path,
    list: (path) => [...all.keys()].filter((file) => dirname(file) === path).map((file) => file.slice(path.length + 1)),
  };
}

export interface Options {
  readonly environment?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly files?: Files;
  readonly links?: Readonly<Record<string, string>>;
}

export function load(manifest: string | Uint8Array, options: Options = {}): LoadResult {
  return loadModel({
    file: "/project/jobs.yaml",
    environment: options.environment ?? "local",
    reader: readerOf({ "jobs.yaml": manifest, ...options.files }, options.links),
    variables: options.variables ?? {},
  });
}

/** The model of a manifest that must be right. */
export function modelOf(manifest: string, options: Options = {}): Model {
  const result = load(manifest, options);
  if (!result.ok) throw new TypeError(result.problems.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return result.model;
}

/** Each problem as `line:column code message`, with the file's name where it is not jobs.yaml. */
export function problemsOf(manifest: string | Uint8Array, options: Options = {}): string[] {
  return load(manifest, options).problems.map(({ file, line, column, code, message, severity }) => {
    const name = file.slice("/project/".length);
    const place = `${name === "jobs.yaml" ? "" : `${name}:`}${line}:${column}`;
    return `${place} ${severity === "warning" ? "warning " : ""}${code} ${message}`;
  });
}

/** A manifest with one job, its keys given as lines. */
export const withJob = (...lines: string[]): string =>
  ["app: shop", "jobs:", "  report:", ...lines.map((line) => `    ${line}`), ""].join("\n");

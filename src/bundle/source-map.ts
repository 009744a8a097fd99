// A source map without this machine in it: sources are named from the project, from node_modules or from lamplighter.
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { Boundary } from "./boundary.ts";

/** `map` is esbuild's, with sources relative to the folder `outdir`. */
export function portableSourceMap(map: string, outdir: string, boundary: Boundary): string {
  const parsed = JSON.parse(map) as { sources: string[] };
  parsed.sources = parsed.sources.map((source) => portableName(resolve(outdir, source), boundary));
  return JSON.stringify(parsed);
}

function portableName(file: string, { project, runtimeEntry }: Boundary): string {
  const packages = file.lastIndexOf(`${sep}node_modules${sep}`);
  const runtime = relative(dirname(dirname(runtimeEntry)), file);
  const inProject = relative(project, file);
  if (packages >= 0) return forward(file.slice(packages + 1));
  if (!inProject.startsWith("..") && !isAbsolute(inProject)) return forward(inProject);
  return `lamplighter/${forward(runtime)}`;
}

const forward = (path: string) => path.replaceAll(sep, "/");

// The project a command works on: its files read and parsed once, or refused with every problem at its place.
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Model } from "../manifest/model.ts";
import type { Problem } from "../manifest/problem.ts";
import type { Reader } from "../manifest/reader.ts";
import type { CommandLine } from "./command.ts";
import { InvalidFiles } from "./errors.ts";
import { modelCache, recording } from "./model-cache.ts";
import { renderProblems } from "./render/problems.ts";

export interface Project {
  readonly model: Model;
  readonly warnings: readonly Problem[];
  /** The folder of jobs.yaml, absolute. */
  readonly directory: string;
  /** Where the local engine keeps its state. */
  readonly stateDirectory: string;
}

/** Reads the project's files; problems go to the caller as InvalidFiles, warnings to standard error. */
export async function openProject(line: CommandLine): Promise<Project> {
  const { model, problems } = await readProject(line);
  const errors = problems.filter((problem) => problem.severity === "error");
  if (!model || errors.length > 0) throw new InvalidFiles(problems);
  for (const text of renderProblems(problems, line.terminal.styleNote)) line.terminal.note(text);
  const directory = dirname(model.file);
  return { model, warnings: problems, directory, stateDirectory: join(directory, ".lamp") };
}

/** The same without judgement: for `validate`, and for `dev`, which goes on with the last good model. */
export async function readProject(
  line: CommandLine,
): Promise<{ model: Model | undefined; problems: readonly Problem[] }> {
  const { variables } = line.terminal;
  const [file, environment, cache] = [manifestPath(line), environmentName(line), modelCache(variables)];
  const known = cache.find(file, environment, DISK);
  if (known) return known;
  const { loadModel } = await import("../manifest/load-model.ts");
  const recorded = recording(DISK);
  const result = loadModel({ file, environment, reader: recorded.reader, variables });
  if (!result.ok) return { model: undefined, problems: result.problems };
  cache.keep(file, environment, recorded.asked, result);
  return result;
}

export const DISK: Reader = {
  read(path) {
    try {
      return existsSync(path) ? readFileSync(path) : undefined;
    } catch (error) {
      // Node does not say which one it was that is a folder.
      throw Object.assign(error as Error, { path });
    }
  },
  exists: (path) => existsSync(path),
  realpath: (path) => realpathSync(path),
  list: (path) => (existsSync(path) ? readdirSync(path) : []),
};

export function manifestPath(line: CommandLine): string {
  return resolve(line.terminal.cwd, line.options.text("file") ?? "jobs.yaml");
}

export function environmentName(line: CommandLine): string {
  return line.options.text("env") ?? (line.terminal.variables["LAMP_ENV"] || "local");
}

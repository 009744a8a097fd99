// What import works on: a project whose jobs.yaml may not be there yet, in an environment that may have no file yet.
import { basename, dirname, join } from "node:path";
import { type LoadInput, loadModel } from "../manifest/load-model.ts";
import type { Reader } from "../manifest/reader.ts";
import { appName } from "./app-name.ts";
import type { CommandLine } from "./command.ts";
import { InvalidFiles, UsageError } from "./errors.ts";
import { DISK, environmentName, manifestPath, type Project } from "./project.ts";

/** The environment that `--region` stands for, where neither `--env` nor a file names one. */
const NAMELESS = "aws";

export interface ImportProject {
  readonly project: Project;
  readonly app: string;
  /** How the files are read, and what is made to be read with them. */
  readonly load: LoadInput;
}

export function openForImport(line: CommandLine): ImportProject {
  const { options, terminal } = line;
  const file = manifestPath(line);
  const region = options.text("region");
  const environment = region !== undefined && options.text("env") === undefined ? NAMELESS : environmentName(line);
  const config = join(dirname(file), "config", `${environment}.yaml`);
  if (region !== undefined && DISK.exists(config)) {
    throw new UsageError(`--region: ${config} says in which region ${environment} is; leave --region out`);
  }
  const named = options.text("app");
  const standIns = new Map([
    ...(region === undefined ? [] : [[config, `region: ${JSON.stringify(region)}\n`] as const]),
    ...(DISK.exists(file) ? [] : [[file, emptyManifest(named ?? appName(basename(dirname(file))))] as const]),
  ]);
  const load = { file, environment, reader: withStandIns(standIns), variables: terminal.variables };
  const loaded = loadModel(load);
  if (!loaded.ok) throw new InvalidFiles(loaded.problems);
  const directory = dirname(file);
  const { model, problems } = loaded;
  return {
    project: { model, warnings: problems, directory, stateDirectory: join(directory, ".lamp") },
    app: named ?? model.app,
    load,
  };
}

const emptyManifest = (app: string): string => `app: ${JSON.stringify(app)}\njobs: {}\n`;

function withStandIns(files: ReadonlyMap<string, string>): Reader {
  return {
    ...DISK,
    read: (path) => files.get(path) ?? DISK.read(path),
    exists: (path) => files.has(path) || DISK.exists(path),
  };
}

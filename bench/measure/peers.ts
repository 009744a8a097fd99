// The peers, installed when a benchmark first needs them: they are no dependencies of the package.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../peers/", import.meta.url));

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? stderr}`);
}

/** The path of a script of `bench/peers/`, its packages being installed as their lock file says. */
export const nodePeer = (script: string): string => join(installed(FOLDER), script);

/** The same of the heavier peers in `bench/peers/aws/`. */
export const awsPeer = (path: string): string => join(installed(join(FOLDER, "aws")), path);

/** The same of what a handler is made of otherwise, in `bench/peers/runtime/`. */
export const runtimePeer = (path: string): string => join(installed(join(FOLDER, "runtime")), path);

function installed(folder: string): string {
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  const note = join(folder, "node_modules", ".installed-lock.json");
  if (!existsSync(note) || readFileSync(note, "utf8") !== lock) {
    process.stderr.write(`Installing the peers of ${folder} …\n`);
    run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
    writeFileSync(note, lock);
  }
  return folder;
}

/** Lambda's own runtime client has a part in C++; undefined, with a word why, where it cannot be built. */
export function runtimeClientPeer(): string | undefined {
  const home = awsPeer("node_modules/aws-lambda-ric");
  const native = join(home, "rapid-client.node");
  try {
    if (!existsSync(native)) run("npm", ["rebuild", "aws-lambda-ric"], awsPeer(""));
  } catch (error) {
    process.stderr.write(
      `aws-lambda-ric cannot be built (it needs cmake, autoconf, libtool): ${String(error).slice(0, 200)}\n`,
    );
  }
  return existsSync(native) ? join(home, "index.mjs") : undefined;
}

/** The folder of the programs that Python packages bring, in an environment of its own that is kept between runs. */
export function pythonPeers(packages: readonly string[]): string {
  const home = join(tmpdir(), "lamp-bench-python");
  const note = join(home, "installed");
  const wanted = packages.join("\n");
  if (!existsSync(note) || readFileSync(note, "utf8") !== wanted) {
    process.stderr.write(`Installing ${packages.join(", ")} into ${home} …\n`);
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    run("python3", ["-m", "venv", home], home);
    run(join(home, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", ...packages], home);
    writeFileSync(note, wanted);
  }
  return join(home, "bin");
}

/** Whether the program is on the path; else says which Debian package has it. */
export function hasProgram(program: string, debianPackage: string): boolean {
  if (spawnSync(program, ["--version"]).status === 0) return true;
  process.stderr.write(`${program} is missing, so its row is left out: apt-get install ${debianPackage}\n`);
  return false;
}

/** A folder for one run's files; call `remove` when done. */
export function scratch(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "lamp-bench-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

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
export function nodePeer(script: string): string {
  const lock = readFileSync(join(FOLDER, "package-lock.json"), "utf8");
  const note = join(FOLDER, "node_modules", ".installed-lock.json");
  if (!existsSync(note) || readFileSync(note, "utf8") !== lock) {
    process.stderr.write("Installing the peers of bench/peers/package.json …\n");
    run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], FOLDER);
    writeFileSync(note, lock);
  }
  return join(FOLDER, script);
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

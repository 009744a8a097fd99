// The files of a folder that go into a package: no caches, no hidden files, nothing secret, nothing from outside the project.
import { readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { LampError } from "../../core/error.ts";

export interface FolderFile {
  /** Relative to the folder, forward slashes. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

export class RefusedFile extends LampError {
  readonly code = "refused-file";
  readonly file: string;

  constructor(file: string, why: string) {
    super(why);
    this.file = file;
  }
}

/** Made by Python and by tools, different on every machine. */
const LEFT_OUT = /^(__pycache__|node_modules|venv|.*\.pyc|.*\.pyo)$/;
const SECRET =
  /^(\.env(\..*)?|.*\.(pem|key|p12|pfx|jks|keystore)|id_(rsa|dsa|ecdsa|ed25519)|credentials|\.netrc|\.pypirc|\.aws)$/i;
/** A folder this large is no handler's: somebody's data or a whole disk. */
const MOST_FILES = 20_000;

/** Sorted by name. In `installed`, which a package manager fills, certificates are what they are for. Throws RefusedFile. */
export async function filesOfFolder(
  folder: string,
  project: string,
  installed: string,
): Promise<readonly FolderFile[]> {
  const files: FolderFile[] = [];
  const open: string[] = [""];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of await readdir(join(folder, at))) {
      const name = `${at}${entry}`;
      const isInstalled = name.startsWith(`${installed}/`);
      if (!isInstalled && SECRET.test(entry)) {
        throw new RefusedFile(
          name,
          "this looks like a secret and would be part of the package; keep it outside of the handler's folder",
        );
      }
      if (LEFT_OUT.test(entry) || (entry.startsWith(".") && !isInstalled)) continue;
      const path = join(folder, name);
      const real = await realpath(path);
      if (!real.startsWith(project + sep)) {
        throw new RefusedFile(
          name,
          `it links to ${real}, outside the project: a package holds only files of the project`,
        );
      }
      const kind = await stat(real);
      if (kind.isDirectory()) open.push(`${name}/`);
      else if (kind.isFile()) files.push({ name, path });
      if (files.length > MOST_FILES)
        throw new RefusedFile(name, `there are more than ${MOST_FILES} files in the handler's folder`);
    }
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

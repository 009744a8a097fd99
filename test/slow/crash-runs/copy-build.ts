// lamp as it is built now, in a folder of its own: a build made meanwhile does not change what is being tried.
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Gives the path of the command. */
export function copyBuild(scratch: string): string {
  const folder = join(scratch, "lamp");
  mkdirSync(folder);
  for (const part of ["bin", "dist", "package.json"]) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return join(folder, "bin/lamp.js");
}

// Copies a function's files. Node's own `cpSync` ends the whole process where no descriptor is left to list a folder with.
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Files and folders, which is all that an unpacked package has. */
export function copyFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else copyFileSync(source, target);
  }
}

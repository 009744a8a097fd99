// The files of one environment: its own /tmp, its own copy of the function's package, and the note of its process.
import { mkdirSync, rmSync } from "node:fs";
import { copyFolder } from "./copy-folder.ts";
import type { FunctionSpec } from "./invocation.ts";
import { processFile } from "./leftovers.ts";

/** Up to this size, zipped, each environment has a copy of its package. */
const COPIED_BYTES = 4 * 1_048_576;

const taskFolder = (temporary: string) => `${temporary}.task`;

/** Answers the folder of the function's files. A function may write to it, and none finds what another wrote; a large
 * package is not copied for that. */
export function makeFiles(temporary: string, { taskRoot, codeBytes }: FunctionSpec): string {
  mkdirSync(temporary, { recursive: true });
  if (codeBytes > COPIED_BYTES) return taskRoot;
  const own = taskFolder(temporary);
  copyFolder(taskRoot, own);
  return own;
}

export function removeFiles(temporary: string): void {
  for (const folder of [temporary, taskFolder(temporary)]) rmSync(folder, { recursive: true, force: true });
  rmSync(processFile(temporary), { force: true });
}

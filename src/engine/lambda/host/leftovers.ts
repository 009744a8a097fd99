// Ends the processes that an engine which was killed could not end: most go by themselves when their Runtime API is gone,
// one that is busy without a pause does not notice.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Each environment has a folder under `temporaryRoot`, and beside it a file that names its process. */
export const processFile = (temporary: string) => `${temporary}.pid`;

/** Only where the system tells what a process was started with (Linux) is it sure that the number still means the same. */
export function endLeftovers(temporaryRoot: string): void {
  for (const name of list(temporaryRoot)) {
    if (!name.endsWith(".pid")) continue;
    const path = join(temporaryRoot, name);
    const pid = Number(readFileSync(path, "utf8"));
    if (pid > 1 && isOurs(pid, path.slice(0, -".pid".length))) {
      try {
        process.kill(-pid, "SIGKILL");
      } catch {
        // It ended in this moment.
      }
    }
  }
  rmSync(temporaryRoot, { recursive: true, force: true });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isOurs(pid: number, temporary: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`TMPDIR=${temporary}`);
  } catch {
    return false;
  }
}

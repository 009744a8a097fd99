// A small process that outlives a killed engine for one act: it ends the execution environments the engine left behind.
// They are frozen between invocations, so that none could notice by itself that its engine is gone.
import { type ChildProcess, spawn } from "node:child_process";

/** Reads "+ ID" and "- ID"; when the pipe closes, for whatever reason, the groups that are left are ended. */
const SCRIPT = `all=' '
while read -r act id; do
  case $act in
    +) all="$all$id ";;
    -) all="\${all%% $id *} \${all#* $id }";;
  esac
done
for id in $all; do kill -9 "-$id"; done 2>/dev/null`;

export class Warden {
  #child: ChildProcess | undefined;

  watch(processId: number): void {
    this.#child ??= start(() => {
      this.#child = undefined;
    });
    this.#child.stdin?.write(`+ ${processId}\n`);
  }

  forget(processId: number): void {
    this.#child?.stdin?.write(`- ${processId}\n`);
  }

  close(): void {
    this.#child?.stdin?.end();
    this.#child = undefined;
  }
}

/** In a group of its own: an interrupt from the terminal is for the engine. */
function start(failed: () => void): ChildProcess {
  const child = spawn("/bin/sh", ["-c", SCRIPT], { detached: true, stdio: ["pipe", "ignore", "ignore"], env: {} });
  // Without a warden nothing is worse than that a killed engine's environments wait for the next engine to end them.
  child.on("error", failed);
  child.stdin?.on("error", () => {});
  child.unref();
  (child.stdin as unknown as { unref?: () => void }).unref?.();
  return child;
}

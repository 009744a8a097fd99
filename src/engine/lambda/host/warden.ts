// A small process that outlives a killed engine for one act: it ends the execution environments the engine left behind.
// They are frozen between invocations, so that none could notice by itself that its engine is gone.
import { type ChildProcess, spawn } from "node:child_process";

/** Reads "+ ID" and "- ID"; when the pipe closes, for whatever reason, the groups that are left are ended. */
const SCRIPT = `all=' '
while read -r act id; do
  case "$act$all" in
    +*) all="$all$id ";;
    -*" $id "*) all="\${all%% $id *} \${all#* $id }";;
  esac
done
for id in $all; do kill -9 "-$id"; done 2>/dev/null`;

/** After one that died, before the next: a shell that cannot live must not be started without end. */
const PAUSE_MS = 1_000;

export class Warden {
  readonly #living = new Set<number>();
  #child: ChildProcess | undefined;
  #next: NodeJS.Timeout | undefined;

  watch(processId: number): void {
    this.#living.add(processId);
    if (this.#child) this.#child.stdin?.write(`+ ${processId}\n`);
    else if (!this.#next) this.#start();
  }

  forget(processId: number): void {
    if (this.#living.delete(processId)) this.#child?.stdin?.write(`- ${processId}\n`);
  }

  close(): void {
    clearTimeout(this.#next);
    this.#living.clear();
    this.#child?.stdin?.end();
    this.#child = undefined;
  }

  #start(): void {
    const child = start();
    this.#child = child;
    const gone = () => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#next = setTimeout(() => {
        this.#next = undefined;
        if (this.#living.size > 0) this.#start();
      }, PAUSE_MS).unref();
    };
    // Without a warden nothing is worse than that a killed engine's environments wait for the next engine to end them.
    child.once("error", gone);
    child.once("exit", gone);
    for (const processId of this.#living) child.stdin?.write(`+ ${processId}\n`);
  }
}

/** In a group of its own: an interrupt from the terminal is for the engine. */
function start(): ChildProcess {
  const child = spawn("/bin/sh", ["-c", SCRIPT], { detached: true, stdio: ["pipe", "ignore", "ignore"], env: {} });
  child.stdin?.on("error", () => {});
  child.unref();
  (child.stdin as unknown as { unref?: () => void }).unref?.();
  return child;
}

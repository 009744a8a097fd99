// The rest of an environment between its invocations: its processes are stopped, and go on with the next event.
import { signal } from "./processes.ts";

/** To stop and continue a process costs as much as a short event: one whose next event comes at once is spared both. */
const REST_AFTER_MS = 5;

export interface Resting {
  /** It leads the group that is stopped and continued as one. */
  readonly processId: number | undefined;
  /** Idle, and its runtime asks for the next event. */
  readonly ready: boolean;
}

export class Rest {
  readonly #of: Resting;
  #timer: NodeJS.Timeout | undefined;
  /** Whether the moment to stop has come, and whether it stands still. */
  #isDue = false;
  #isStopped = false;

  constructor(of: Resting) {
    this.#of = of;
  }

  /** Nothing runs from when the runtime asks for the next event until that event comes: a timer the handler left fires
   * late, in the next invocation (page: "Lambda execution environment lifecycle"). */
  begin(): void {
    this.#timer ??= setTimeout(() => {
      this.#isDue = true;
      if (this.#of.ready) this.#stop();
    }, REST_AFTER_MS).unref();
  }

  /** The runtime asks for the next event, later than the moment to stop perhaps. */
  runtimeWaits(): void {
    if (this.#isDue) this.#stop();
  }

  end(): void {
    this.cancel();
    this.#isDue = false;
    if (this.#isStopped && this.#of.processId !== undefined) signal(-this.#of.processId, "SIGCONT");
    this.#isStopped = false;
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #stop(): void {
    if (this.#of.processId === undefined) return;
    signal(-this.#of.processId, "SIGSTOP");
    this.#isStopped = true;
  }
}

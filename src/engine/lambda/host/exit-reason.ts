// How a process ended, in the words of Lambda's log.

/** The names are those of the Go runtime, in which Lambda's supervisor is written; its log shows them as they are. */
const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGHUP: "hangup",
  SIGILL: "illegal instruction",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGPIPE: "broken pipe",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap",
};

/** Empty where the process ended without any error of its own. */
export function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal) return `signal: ${SIGNALS[signal] ?? signal}`;
  return code === 0 ? "" : `exit status ${code}`;
}

export const exitMessage = (reason: string) =>
  reason === "" ? "Runtime exited without providing a reason" : `Runtime exited with error: ${reason}`;

// What the process's exit code says; the table stands in `lamp --help`.
export const EXIT = {
  done: 0,
  failed: 1,
  changesPending: 2,
  access: 3,
  partly: 4,
  invalidFiles: 5,
  runFailed: 10,
  runTimedOut: 11,
  runSkipped: 12,
} as const;

export const EXIT_HELP = `Exit codes:
  0  done
  1  failed
  2  changes pending (plan --exit-code)
  3  credentials or access
  4  applied in part
  5  invalid files
  10 the run failed, 11 timed out, 12 was skipped (run --wait)`;

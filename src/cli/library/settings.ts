// What every function of the library takes beside its own: which project, which environment, who asks.

/** A time as an instant, ISO text, or a span ago such as `7d`; each function says which way a span counts. */
export type Instant = Date | string;

export interface Settings {
  /** The folder that relative paths start from; the process's own if left out. */
  readonly cwd?: string;
  /** The manifest; `jobs.yaml` if left out. */
  readonly file?: string;
  /** The environment, a file in `config/`; LAMP_ENV or `local` if left out. */
  readonly env?: string;
  /** Sends every AWS call to this address. */
  readonly endpoint?: string;
  /** Who is recorded as having asked; LAMP_BY or the system's user if left out. */
  readonly by?: string;
  /** Stops what may be stopped, as Ctrl-C does; what is done stays done. */
  readonly signal?: AbortSignal;
  /** A line of progress or a warning, for people. */
  readonly onNote?: (line: string) => void;
}

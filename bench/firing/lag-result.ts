// What one run of a contender tells, ours or a peer's: lags in milliseconds from the due time.

export interface Lags {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Of a peer: until its callback ran. Of ours: until the firing was on disk and its target had it. */
export interface LagResult extends Lags {
  /** Ours only: until it was decided on. */
  readonly deciding?: Lags;
  readonly lost: number;
  readonly registerMs: number;
  readonly rssMiB: number;
  readonly cpuMs: number;
  /** Registering went on past the due time: the run tells nothing. */
  readonly tooLate: boolean;
}

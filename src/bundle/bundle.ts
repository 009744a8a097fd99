// What bundling a handler gives: a zip that Lambda takes, or the reason there is none.

export interface Bundle {
  /** The handler's path as in the manifest: relative to the project, forward slashes. */
  readonly handler: string;
  /** The zip; the same sources give the same bytes on every machine. */
  readonly code: Uint8Array;
  /** Base64 SHA-256 of the zip, as Lambda reports it. */
  readonly codeSha256: string;
  /** Absolute paths of the files it was made from, sorted: what to watch. */
  readonly inputs: readonly string[];
  readonly bytes: number;
}

/** Line and column are counted from 1; undefined when the whole file is meant. */
export interface BundleFailure {
  readonly handler: string;
  /** Relative to the project. */
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly message: string;
}

// One way of invoking a function, as the benchmark uses it.

export interface Rival {
  /** One invocation of the function that is warm. */
  warm(): Promise<void>;
  /** The first invocation of an environment that was not there before. */
  cold?(): Promise<void>;
  /** Whether several may be in flight at once. */
  readonly concurrent: boolean;
  close(): Promise<void>;
}

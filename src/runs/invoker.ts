// The port by which a run is started: src/aws implements it on Lambda's Invoke.

export interface FunctionEvent {
  /** Name or ARN, with the alias. */
  readonly function: string;
  readonly payload: string;
}

export interface FunctionAnswer {
  /** Set when the function failed: Lambda answers that with status 200 too (Lambda API, Invoke). */
  readonly functionError: string | undefined;
  /** What it returned, or Lambda's error object. */
  readonly payload: string;
}

export interface Invoker {
  /** Resolves when the event was accepted: it is run later, with the function's retries. */
  sendEvent(event: FunctionEvent): Promise<unknown>;
  /** Resolves when the function's one attempt has ended, however it ended. */
  call(event: FunctionEvent): Promise<FunctionAnswer>;
}

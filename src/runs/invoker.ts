// The port by which a run is started: src/aws implements it on Lambda's Invoke.

export interface Invocation {
  /** What a synchronous call answered; undefined for an asynchronous one. */
  readonly functionError: string | undefined;
}

export interface Invoker {
  /** `event` is accepted and run later, with the function's retries; `request` waits for its one attempt. */
  invoke(functionArn: string, payload: string, mode: "event" | "request"): Promise<Invocation>;
}

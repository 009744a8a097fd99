// What runs functions, as the rest of Lambda sees it: processes on this machine, or in a simulation what a script says.
import type { FunctionSpec, InvocationOutcome, InvocationRequest } from "./invocation.ts";

export interface Host {
  /** How many more invocations are taken now. */
  readonly room: number;
  busyOf(name: string): number;
  /** Rejects with TooManyRequestsException where there is no room. */
  invoke(spec: FunctionSpec, request: InvocationRequest): Promise<InvocationOutcome>;
  /** Lets go what is kept ready for a function whose code or settings are no longer in force. */
  retire(name: string, stillInForce?: (key: string) => boolean): void;
  close(): void;
}

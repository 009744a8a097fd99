// What the function host is asked and what it answers, free of AWS's wire shapes.

/** One version of a function, ready to run. Equal `key` means that a warm environment may be used again. */
export interface FunctionSpec {
  readonly key: string;
  readonly name: string;
  readonly version: string;
  readonly runtime: string;
  readonly handler: string;
  /** The folder of the unpacked package. */
  readonly taskRoot: string;
  /** The size of the package as it was uploaded. */
  readonly codeBytes: number;
  readonly memoryMb: number;
  /** Of its own /tmp. */
  readonly storageMb: number;
  readonly timeoutMs: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly role: string;
  readonly logGroup: string;
  readonly logFormat: "Text" | "JSON";
  readonly systemLogLevel: "DEBUG" | "INFO" | "WARN";
  readonly logLevel: string;
}

export interface InvocationRequest {
  /** The same for all attempts at one event. */
  readonly requestId: string;
  readonly payload: Uint8Array | string;
  readonly invokedArn: string;
  readonly clientContext?: string | undefined;
  /** The function's reserved concurrency; undefined when it has none. */
  readonly reserved: number | undefined;
}

/** Seen from outside an invocation only ever answers; how it went is in `status`. */
export interface InvocationOutcome {
  /** `error`: the handler said so; `failure`: its process ended without an answer. */
  readonly status: "success" | "error" | "failure" | "timeout";
  /** The handler's answer, or the error object. */
  readonly payload: Uint8Array;
  readonly errorType: string | undefined;
  /** The end of what was logged, at most 4 KB. */
  readonly logTail: string;
}

/** How the work inside an environment ended. */
export type Ending =
  | { readonly kind: "answered"; readonly body: Buffer }
  | { readonly kind: "failed"; readonly body: Buffer; readonly errorType: string }
  | { readonly kind: "timedOut" }
  | {
      readonly kind: "exited";
      readonly reason: string;
      readonly errorType: "Runtime.ExitError" | "Runtime.OutOfMemory" | "Runtime.InvalidEntrypoint";
    };

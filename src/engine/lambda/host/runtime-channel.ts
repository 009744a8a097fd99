// How the engine and the runtime in an environment speak, whichever way it is: over HTTP (`RuntimeApi`), as any runtime can,
// or in messages on a descriptor (`MessageChannel`), as the Node runtime of this engine does.

export interface Answer {
  readonly body: Buffer;
  readonly tooLarge: boolean;
  readonly errorType: string | undefined;
  readonly maxRssKb: number | undefined;
}

export interface RuntimeListener {
  /** The runtime waits for an event. */
  waiting(): void;
  initFailed(answer: Answer): void;
  /** False when the request is not the one being worked on. */
  answered(requestId: string, failed: boolean, answer: Answer): boolean;
}

export interface RuntimeChannel {
  /** The runtime waits for an event. */
  readonly waited: boolean;
  /** Hands the event to the runtime that waits; false when none does. */
  deliver(headers: Readonly<Record<string, string>>, body: Uint8Array): boolean;
  close(): void;
}

/** Lambda's limit for an answer: 6 MB and a little (quotas page). */
export const ANSWER_BYTES = 6_291_556;

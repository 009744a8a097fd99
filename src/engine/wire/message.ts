// A request and an answer as the protocols see them: no sockets, so that each protocol is a pure function.

import type { ServiceError } from "../service.ts";
import type { Model } from "./model.ts";

export interface WireRequest {
  readonly method: string;
  /** As it came, percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** What follows in place of the body, as it comes. */
  readonly stream?: AsyncIterable<Uint8Array>;
}

/** One way of writing operations on HTTP: which one is meant, its input, its answer, its errors. */
export interface Protocol {
  operation(model: Model, request: WireRequest): string | undefined;
  decode(model: Model, operation: string, request: WireRequest): unknown;
  encode(model: Model, operation: string, output: unknown, requestId: string): WireAnswer;
  fault(model: Model, error: ServiceError, requestId: string): WireAnswer;
}

/** Decoded input and output are plain objects under the model's member names. */
export type Members = Record<string, unknown>;

export const NO_BODY = new Uint8Array(0);

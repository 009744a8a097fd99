// What Lambda itself writes about an environment and its invocations: the events, whatever their form.
// Pages: "Lambda execution environment lifecycle", "Telemetry API event schema reference".
import type { FunctionSpec } from "./invocation.ts";

export interface InitReport {
  /** The second chance after a failed init phase is part of the invocation. */
  readonly phase: "init" | "invoke";
  readonly status: "success" | "error" | "timeout";
  readonly durationMs: number;
  readonly errorType: string | undefined;
}

export interface Report {
  readonly requestId: string;
  readonly status: "success" | "error" | "timeout";
  readonly errorType: string | undefined;
  /** What happened, where neither the handler nor its runtime could say it. */
  readonly message: string | undefined;
  readonly durationMs: number;
  /** Only of an environment's first invocation, where init took place before it. */
  readonly initDurationMs: number | undefined;
  readonly maxMemoryMb: number;
  readonly producedBytes: number;
  /** Lines and characters that were printed beyond what one invocation may log. */
  readonly dropped: Dropped | undefined;
}

export interface Dropped {
  readonly lines: number;
  readonly characters: number;
  readonly reason: string;
}

/** Each gives the lines to be written; none where Lambda writes nothing in this form and at this level. */
export interface SystemLog {
  initStart(): readonly string[];
  initDone(report: InitReport): readonly string[];
  start(requestId: string): readonly string[];
  done(report: Report): readonly string[];
  /** The environment ended after its invocation had been answered. */
  fault(requestId: string, message: string): readonly string[];
}

export interface SystemLogPlace {
  readonly region: string;
  /** The engine's time. */
  readonly now: () => number;
}

/** The init phase is billed too, since August 2025 (Lambda pricing page). */
export const billedMs = (report: Report) => Math.ceil(report.durationMs + (report.initDurationMs ?? 0));

export const runtimeVersion = ({ runtime }: FunctionSpec) =>
  `${runtime.replace(/[\d.x]+$/, "")}:${runtime.replace(/^\D+/, "").replace(/\.x$/, "")}.v0`;

export const runtimeArn = (spec: FunctionSpec, { region }: SystemLogPlace) =>
  `arn:aws:lambda:${region}::runtime:${spec.runtime}`;

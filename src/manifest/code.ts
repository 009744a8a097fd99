// What kind of code a job has: which language a handler's file is in, and whether its runs leave anything in the ledger.
import type { Job } from "./model.ts";

export const isPython = (handler: string): boolean => handler.endsWith(".py");

/** Our wrapper around a Node.js handler does; existing functions and Python handlers get the plain event. */
export const recordsRuns = ({ code }: Pick<Job, "code">): boolean => "handler" in code && !isPython(code.handler);

export const isPythonCode = ({ code }: Pick<Job, "code">): boolean => "handler" in code && isPython(code.handler);

/** An existing function of whose runs the recorder is told how they ended, and nothing before. */
export const isTold = ({ code }: Pick<Job, "code">): boolean => "function" in code && code.recorded === true;

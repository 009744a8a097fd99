// Handlers that did not compile, each with its jobs and the compiler's place.
import { printable } from "../../core/printable.ts";
import type { JobFailure } from "../reconcile.ts";
import type { Terminal } from "../terminal.ts";

export function renderFailures(failures: readonly JobFailure[], terminal: Terminal): string[] {
  return failures.map(({ file, line, column, message, jobs }) => {
    const place = [file, line, column].filter((part) => part !== undefined).join(":");
    const whose = `job${jobs.length === 1 ? "" : "s"} ${jobs.join(", ")}`;
    return `${terminal.styleNote("bold", printable(place))} ${terminal.styleNote("red", "error")} ${printable(message)} (${whose} left as before)`;
  });
}

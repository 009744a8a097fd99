// The commands that race: what each does to an environment, and how it ends.

import { exitCodeOfResults } from "../../../src/cli/apply-results.ts";
import type { CommandLine } from "../../../src/cli/command.ts";
import type { Connection } from "../../../src/cli/connection.ts";
import { destroyProject } from "../../../src/cli/destroy-project.ts";
import { EnvironmentLocked, exitCodeOf } from "../../../src/cli/errors.ts";
import { pauseByHand, resumeByHand } from "../../../src/cli/pause-by-hand.ts";
import { messageOf } from "../../../src/core/error.ts";
import { lineOf } from "../sync-faults/connection.ts";
import { daily, type Version, versionOf } from "../sync-faults/projects.ts";
import { syncVersion } from "../sync-faults/sync-version.ts";

export interface End {
  readonly code: number;
  /** Who held the lock, in the words of the refusal. */
  readonly refusal: string | undefined;
  /** Changes that a sync carried out. */
  readonly actions: number;
  readonly why: string;
}

export interface Act {
  readonly name: string;
  /** `lamp sync`, as a refusal says it. */
  readonly what: string;
  /** The file that is in force after it; "nothing" after a destroy, undefined where it does not change that. */
  readonly leaves: Version | "nothing" | undefined;
  run(connection: Connection, by: string, patienceMs: number): Promise<End>;
}

const BASE = await versionOf({ report: daily("06:00", "report") }, "one");
const EDITED = await versionOf({ report: daily("06:30", "report", ", memory: 512") }, "two");
const OTHER = await versionOf({ report: daily("07:00", "report"), extra: daily("08:00", "other") }, "three");

const syncOf = (name: string, version: Version): Act => ({
  name,
  what: "lamp sync",
  leaves: version,
  run: (connection, by, patienceMs) =>
    ended(async () => {
      const results = await syncVersion(version, connection, lineOf(by), patienceMs);
      const undone = results.filter(({ status }) => status !== "done").map(({ error }) => error);
      return { code: exitCodeOfResults(results, 0), actions: results.length, why: undone.join("; ") };
    }),
});

const byHand = (
  name: string,
  leaves: Act["leaves"],
  positional: readonly string[],
  options: Readonly<Record<string, unknown>>,
  command: (project: Version["project"], connection: Connection, line: CommandLine) => Promise<number>,
): Act => ({
  name,
  what: `lamp ${name}`,
  leaves,
  run: (connection, by) =>
    ended(async () => {
      let why = "";
      const out = (text: string) => {
        why = [...text.matchAll(/"error": ?"([^"]+)"/g)].map(([, error]) => error).join("; ");
      };
      const code = await command(BASE.project, connection, lineOf(by, positional, options, out));
      return { code, actions: 0, why };
    }),
});

export const SYNC_BASE = syncOf("sync of the base", BASE);
export const SYNC_EDITED = syncOf("sync of the edit", EDITED);
export const SYNC_OTHER = syncOf("sync of the other", OTHER);
export const PAUSE = byHand("pause", undefined, ["report"], { reason: "a race" }, pauseByHand);
export const RESUME = byHand("resume", undefined, ["report"], {}, resumeByHand);
export const DESTROY = byHand("destroy", "nothing", [], { yes: true }, destroyProject);

async function ended(work: () => Promise<Omit<End, "refusal">>): Promise<End> {
  try {
    return { ...(await work()), refusal: undefined };
  } catch (error) {
    const refusal = error instanceof EnvironmentLocked ? error.message : undefined;
    return { code: exitCodeOf(error), refusal, actions: 0, why: messageOf(error) };
  }
}

// Where the project's running engine listens: `lamp dev` leaves a note in the state folder, other commands look there.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { engineHealth } from "./engine-health.ts";

export interface EngineAddress {
  readonly pid: number;
  readonly endpoint: string;
  /** The page's address. */
  readonly page: string | undefined;
  readonly startedAt: string;
}

const noteOf = (stateDirectory: string) => join(stateDirectory, "engine.json");

export function announceEngine(stateDirectory: string, address: EngineAddress): void {
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const draft = `${noteOf(stateDirectory)}.${address.pid}`;
  writeFileSync(draft, `${JSON.stringify(address)}\n`, { mode: 0o600 });
  renameSync(draft, noteOf(stateDirectory));
}

export function withdrawEngine(stateDirectory: string): void {
  rmSync(noteOf(stateDirectory), { force: true });
}

/** The engine that answers on this state folder now; a note left by one that was killed is no engine. */
export async function findEngine(stateDirectory: string): Promise<EngineAddress | undefined> {
  let address: EngineAddress;
  try {
    address = JSON.parse(readFileSync(noteOf(stateDirectory), "utf8")) as EngineAddress;
  } catch {
    return undefined;
  }
  const health = await engineHealth(address.endpoint);
  return health?.pid === address.pid ? address : undefined;
}

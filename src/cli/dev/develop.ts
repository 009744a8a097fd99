// The life of `lamp dev`: engine and page up, sync, watch and follow, and everything down again in order.

import { systemClock } from "../../core/clock.ts";
import { type Dashboard, startDashboard } from "../../dashboard/dashboard.ts";
import { type Engine, startEngine } from "../../engine/engine.ts";
import { bootstrapPath, dashboardAssets } from "../assets.ts";
import type { CommandLine } from "../command.ts";
import { DEFAULT_PORT } from "../commands/dev.ts";
import { type Connection, connect } from "../connection.ts";
import { announceEngine, findEngine, withdrawEngine } from "../engine-address.ts";
import { CommandFailed, UsageError } from "../errors.ts";
import { EXIT } from "../exit-code.ts";
import { openProject, type Project } from "../project.ts";
import { VERSION } from "../version.ts";
import { dashboardState } from "./dashboard-state.ts";
import { EngineBeat } from "./engine-beat.ts";
import { followRuns } from "./follow-runs.ts";
import { KeepInSync } from "./keep-in-sync.ts";

export async function develop(line: CommandLine): Promise<number> {
  const { terminal } = line;
  const project = await openProject(line);
  if (project.model.environment.endpoint !== "embedded") {
    throw new UsageError(
      `lamp dev is for the embedded engine; environment ${project.model.environment.name} is not on it. Try lamp dev --env local`,
    );
  }
  const running = await findEngine(project.stateDirectory);
  if (running)
    throw new CommandFailed(
      `An engine is running already on this project: ${running.endpoint} (process ${running.pid})`,
    );
  const port = portOf(line);
  const engine = await startEngine({
    directory: project.stateDirectory,
    port,
    region: project.model.environment.region,
    enforcePermissions: project.model.environment.enforcePermissions,
    bootstrapPath: bootstrapPath(),
    version: VERSION,
    log: { info: () => {}, warn: (message) => terminal.note(terminal.styleNote("yellow", `engine: ${message}`)) },
  });
  let page: Dashboard | undefined;
  let connection: Connection | undefined;
  let sync: KeepInSync | undefined;
  let beat: EngineBeat | undefined;
  try {
    let current: Project = project;
    page = await startDashboard({
      port: port === 0 ? 0 : port + 1,
      assets: dashboardAssets(),
      state: () => dashboardState(current, connection),
    });
    announce(project, engine, page);
    terminal.out(`engine  ${engine.endpoint}`);
    terminal.out(`page    ${page.address}`);
    connection = await connect(project, line, engine.endpoint);
    sync = new KeepInSync(line, connection, (changed) => {
      current = changed;
    });
    followRuns(engine, connection, () => current, line);
    beat = new EngineBeat(connection.ledger);
    const stop = interrupted(terminal.interrupted);
    // It fires what is in force already, before it has synced; of a ledger that is not there yet it can only tell after.
    beat.start();
    await Promise.race([sync.start(project), stop]);
    if (!terminal.interrupted.aborted) beat.tell();
    await stop;
    terminal.note("stopping: runs that are going on may end");
  } finally {
    await sync?.stop();
    await beat?.stop();
    withdrawEngine(project.stateDirectory);
    await page?.close();
    await connection?.close();
    await engine.close();
  }
  return EXIT.done;
}

function announce(project: Project, engine: Engine, page: Dashboard): void {
  announceEngine(project.stateDirectory, {
    pid: process.pid,
    endpoint: engine.endpoint,
    page: page.address,
    startedAt: new Date(systemClock.now()).toISOString(),
  });
}

function portOf(line: CommandLine): number {
  const text = line.options.text("port");
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_534) return port;
  throw new UsageError(`--port: expected a number from 0 to 65534 (the page takes the next one); got "${text}"`);
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

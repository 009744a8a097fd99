// Keeps the engine as the files say: syncs at the start and after each change, and goes on with the last good state.
import { type FSWatcher, watch } from "node:fs";
import { dirname, join, sep } from "node:path";
import { type Clock, systemClock, type Timer } from "../../core/clock.ts";
import { messageOf } from "../../core/error.ts";
import { printable } from "../../core/printable.ts";
import { within } from "../../core/within.ts";
import { catchUp } from "../catch-up.ts";
import type { CommandLine } from "../command.ts";
import type { Connection } from "../connection.ts";
import { jobStates } from "../job-states.ts";
import { type Project, readProject } from "../project.ts";
import { reconcile } from "../reconcile.ts";
import { renderFailures } from "../render/failures.ts";
import { renderAction, renderSummary } from "../render/plan.ts";
import { renderProblems } from "../render/problems.ts";
import { showJobs } from "../show-jobs.ts";
import { apply } from "../sync-project.ts";
import { type ChangeGate, SHORT_PATIENCE_MS, withSyncLock } from "../with-sync-lock.ts";

/** Editors write a file in several steps; a change is taken up when they are done. */
const SETTLE_MS = 150;
const GRACE_MS = 5_000;

export class KeepInSync {
  readonly #line: CommandLine;
  readonly #connection: Connection;
  readonly #onProject: (project: Project) => void;
  readonly #clock: Clock = systemClock;
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: Timer | undefined;
  #work: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(line: CommandLine, connection: Connection, onProject: (project: Project) => void) {
    this.#line = line;
    this.#connection = connection;
    this.#onProject = onProject;
  }

  async start(project: Project): Promise<void> {
    this.#watch([project.model.file, join(project.directory, "config", "x")]);
    this.#work = this.#sync(project);
    await this.#work;
    if (this.#stopped) return;
    // The engine was down until now: what it missed is made up for beside what is due from now on.
    catchUp(project, this.#connection, this.#line, project.model.jobs).catch((error: unknown) => {
      this.#line.terminal.note(`not caught up: ${printable(messageOf(error))}`);
    });
  }

  /** Takes up no more changes, and lets a sync that is going on end: cut off, it would leave its lock behind. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    await within(GRACE_MS, this.#work);
  }

  async #sync(project: Project): Promise<void> {
    const { terminal } = this.#line;
    const locking = { what: "lamp dev", patienceMs: SHORT_PATIENCE_MS };
    try {
      await withSyncLock(this.#connection, this.#line, locking, (locked, gate) =>
        this.#syncLocked(project, locked, gate),
      );
      showJobs(await jobStates(project.model, this.#connection.ledger), this.#line);
    } catch (error) {
      terminal.note(`${terminal.styleNote("red", "not synced:")} ${printable(messageOf(error))}`);
    }
  }

  async #syncLocked(project: Project, locked: Connection, gate: ChangeGate): Promise<void> {
    const { terminal } = this.#line;
    const made = await reconcile(project, locked, { prune: false, allowManyDeletes: false });
    this.#watch(made.inputs);
    for (const text of renderFailures(made.failures, terminal)) terminal.note(text);
    this.#watch(made.failures.map(({ handler }) => join(project.directory, handler)));
    const results = await apply(made, locked, QUIET(this.#line), gate);
    for (const { action, status, error } of results) {
      if (status !== "done")
        terminal.note(`${terminal.styleNote("red", status)} ${action.kind} ${action.name}: ${error}`);
      else if (action.kind === "schedule")
        for (const text of renderAction(action, this.#clock.now(), terminal)) terminal.note(text);
    }
    terminal.note(results.length === 0 ? "in sync" : `synced: ${renderSummary(made.plan)}`);
    for (const { kind, name } of made.plan.orphans)
      terminal.note(`not in the file, kept: ${kind} ${name} (lamp sync --prune)`);
  }

  #changed(): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.setTimer(this.#clock.now() + SETTLE_MS, () => {
      this.#work = this.#work.then(() => this.#again());
    });
  }

  async #again(): Promise<void> {
    if (this.#stopped) return;
    const { terminal } = this.#line;
    const { model, problems } = await readProject(this.#line);
    for (const text of renderProblems(problems, terminal.styleNote)) terminal.note(text);
    if (!model) {
      terminal.note("the files have problems: what was synced before goes on");
      return;
    }
    const directory = dirname(model.file);
    const project = { model, warnings: problems, directory, stateDirectory: join(directory, ".lamp") };
    this.#onProject(project);
    await this.#sync(project);
  }

  /** Folders are watched, not files: an editor that saves by renaming leaves a watched file behind. */
  #watch(files: readonly string[]): void {
    for (const folder of new Set(files.map((file) => dirname(file)))) {
      if (this.#watchers.has(folder) || folder.includes(`${sep}node_modules${sep}`)) continue;
      try {
        const watcher = watch(folder, (_event, name) => {
          if (name && /\.(ya?ml|[cm]?[jt]s|json)$/.test(name)) this.#changed();
        });
        watcher.on("error", () => this.#watchers.delete(folder));
        this.#watchers.set(folder, watcher);
      } catch {
        // A folder that is not there (config/, for one) has nothing to watch.
      }
    }
  }
}

/** `dev` shows the schedules that changed and a summary; a line for each action would hide them. */
const QUIET = (line: CommandLine): CommandLine => ({ ...line, terminal: { ...line.terminal, note: () => {} } });

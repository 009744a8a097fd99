// lamp import --move: what fired before goes off and the file's schedules on, between two due times, one origin after the other.
import type { MovePlan } from "../adoption/move/moving.ts";
import { identityOf } from "../aws/identity.ts";
import { abortableSleep } from "../core/abortable-sleep.ts";
import { systemClock } from "../core/clock.ts";
import { parseDuration } from "../core/duration.ts";
import { messageOf } from "../core/error.ts";
import { groupName } from "../desired/names.ts";
import type { Model } from "../manifest/model.ts";
import type { CommandLine } from "./command.ts";
import { confirm } from "./confirm.ts";
import type { Connection } from "./connection.ts";
import { CommandFailed, exitCodeOf, NotFound, UsageError } from "./errors.ts";
import { EXIT } from "./exit-code.ts";
import { parseInstant } from "./instants.ts";
import { type Mover, makeStep, planOfMove } from "./move-origin.ts";
import type { Project } from "./project.ts";
import { refuseOtherAccount } from "./refuse-other-account.ts";
import { jsonDocument } from "./render/json-document.ts";
import { moveEnd, moveJson, moveLines, stepText } from "./render/move.ts";
import { patienceOf, withSyncLock } from "./with-sync-lock.ts";

/** AWS fires within a minute of the due time (Scheduler User Guide, schedule types), and a change takes a moment to hold. */
const MARGIN = "60s";
const LEAST_MARGIN_MS = 1_000;

export interface MoveResult {
  readonly origin: string;
  readonly status: "done" | "would" | "already" | "refused" | "failed";
  readonly plan: MovePlan | undefined;
  readonly reason: string | null;
}

export async function moveByHand(project: Project, connection: Connection, line: CommandLine): Promise<number> {
  const { model } = project;
  const { options, terminal } = line;
  const origins = originsAsked(model, options.text("move") ?? "");
  const place = await identityOf(connection.clients);
  refuseOtherAccount(model.environment, place);
  const fired = options.text("fired");
  const mover: Mover = {
    model,
    place,
    clients: connection.clients,
    ledger: connection.ledger,
    marginMs: marginOf(options.text("margin") ?? MARGIN),
    firedAt: fired === undefined ? undefined : parseInstant(fired, "--fired", systemClock.now()),
    undo: options.flag("undo"),
  };
  const results: MoveResult[] = [];
  for (const origin of origins) {
    const result = await moveOne(mover, origin, connection, line);
    results.push(result);
    if (!options.flag("json")) for (const text of moveEnd(result)) terminal.out(text);
  }
  if (options.flag("json")) terminal.out(jsonDocument({ undo: mover.undo, moves: results.map(moveJson) }));
  return exitCode(results);
}

/** Waits without the lock, and looks again with it: whoever syncs meanwhile is not kept from it. */
async function moveOne(mover: Mover, origin: string, connection: Connection, line: CommandLine): Promise<MoveResult> {
  const { options, terminal } = line;
  const end = (status: MoveResult["status"], plan?: MovePlan, reason: string | null = null): MoveResult => {
    return { origin, status, plan, reason };
  };
  try {
    let plan = await planOfMove(mover, origin);
    while (!plan.ok && plan.quietAt !== undefined && options.flag("wait")) {
      terminal.note(`${origin}: ${plan.reason}`);
      await abortableSleep(systemClock, plan.quietAt - systemClock.now(), terminal.interrupted);
      plan = await planOfMove(mover, origin);
    }
    if (!plan.ok) return end("refused", plan, plan.reason);
    if (plan.steps.length === 0) return end("already", plan);
    const { app, environment } = mover.model;
    for (const text of moveLines(origin, plan, groupName(app, environment.name))) terminal.note(text);
    if (options.flag("dryRun")) return end("would", plan);
    await confirm(plan.steps.map((step) => stepText(step, origin)).join(", "), environment, line);
    return await carryOut(mover, origin, connection, line, end);
  } catch (error) {
    // Without access nothing else would go better.
    if (error instanceof UsageError || exitCodeOf(error) === EXIT.access) throw error;
    return end(error instanceof CommandFailed ? "refused" : "failed", undefined, messageOf(error));
  }
}

/** Planned anew with the lock held: a question, or a wait for the lock, may have taken until the next due time. */
function carryOut(
  mover: Mover,
  origin: string,
  connection: Connection,
  line: CommandLine,
  end: (status: MoveResult["status"], plan?: MovePlan, reason?: string | null) => MoveResult,
): Promise<MoveResult> {
  const locking = { what: "lamp import --move", patienceMs: patienceOf(line) };
  return withSyncLock(connection, line, locking, async (locked, gate) => {
    const own = { ...mover, clients: locked.clients, ledger: locked.ledger };
    const plan = await planOfMove(own, origin);
    if (!plan.ok) return end("refused", plan, plan.reason);
    const plannedAt = systemClock.now();
    let isSwitching = false;
    for (const step of plan.steps) {
      const obstacle = (await gate.obstacle(false)) ?? (isSwitching ? undefined : lateness(plannedAt, own.marginMs));
      if (obstacle !== undefined) return end("failed", plan, `${obstacle}; run the command again`);
      isSwitching ||= step.do === "origin" || step.do === "schedule";
      await makeStep(own, origin, step);
    }
    return end("done", plan);
  });
}

/** Before the first switch: a call that had to be repeated may have eaten the distance to the next due time. After it there is no waiting. */
const lateness = (plannedAt: number, marginMs: number): string | undefined =>
  systemClock.now() - plannedAt > marginMs / 2 ? "the calls before took too long, and nothing was switched" : undefined;

/** By the file's words for it, by its name alone where that says enough, or by the job that takes over. */
function originsAsked({ jobs }: Model, asked: string): readonly string[] {
  const known = [...new Set(jobs.flatMap(({ replaces }) => replaces ?? []))].sort();
  if (known.length === 0) {
    throw new CommandFailed("No job of the file says replaces:, so there is nothing to move; lamp import writes it");
  }
  if (asked === "all") return known;
  return [...new Set(asked.split(",").map((word) => word.trim()))].map((word) => {
    const ofJob = jobs.find(({ name }) => name === word)?.replaces;
    const named = known.filter((text) => text === word || text.endsWith(`/${word}`));
    const meant = named.length === 0 && ofJob !== undefined ? [ofJob] : named;
    if (meant.length === 1 && meant[0] !== undefined) return meant[0];
    const which = meant.length > 1 ? `"${word}" may be ${meant.join(" or ")}` : `no job says replaces: …/${word}`;
    throw new NotFound(`--move: ${which}; the file has ${known.join(", ")}`);
  });
}

function marginOf(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= LEAST_MARGIN_MS) return ms;
  throw new UsageError(`--margin: expected a span like 30s, got "${text}"`);
}

function exitCode(results: readonly MoveResult[]): number {
  const bad = results.filter(({ status }) => status === "refused" || status === "failed").length;
  if (bad === 0) return EXIT.done;
  return bad < results.length ? EXIT.partly : EXIT.failed;
}

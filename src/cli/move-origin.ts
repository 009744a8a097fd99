// One move: what there is, what is to be switched in which order, and the switching; each step may be the last, and a rerun goes on.
import type { MovePlan, MoveStep, MovingJob, MovingSchedule } from "../adoption/move/moving.ts";
import { planMove, planUndo } from "../adoption/move/plan-move.ts";
import { originOf } from "../adoption/origin.ts";
import type { Clients } from "../aws/clients.ts";
import { findOrigin } from "../aws/found/find-origin.ts";
import { noteMove, unnoteMove } from "../aws/found/move-note.ts";
import { switchOrigin } from "../aws/found/origins.ts";
import { createAdapters } from "../aws/resources/adapters.ts";
import { readSchedule } from "../aws/resources/schedule.ts";
import { inParallel } from "../core/in-parallel.ts";
import type { Place } from "../desired/arns.ts";
import { groupName } from "../desired/names.ts";
import { withKnownStart, withSendableStart } from "../desired/past-start.ts";
import type { ScheduleResource } from "../desired/resource.ts";
import { scheduleResources } from "../desired/schedule-resources.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { readPauses } from "../ledger/reads/pauses.ts";
import { recordsRuns } from "../manifest/code.ts";
import type { Job, Model } from "../manifest/model.ts";
import { parseAws } from "../schedule/parse-aws.ts";
import { CommandFailed } from "./errors.ts";
import { functionsOfJobs } from "./functions-of-jobs.ts";
import { recordRevisionOf } from "./record-schedule-revision.ts";

export interface Mover {
  readonly model: Model;
  readonly clients: Clients;
  /** Its clock is the move's. */
  readonly ledger: Ledger;
  readonly place: Place;
  readonly marginMs: number;
  readonly firedAt: number | undefined;
  readonly undo: boolean;
}

const AT_ONCE = 8;

/** `text` is an origin as the file names it. */
export async function planOfMove(mover: Mover, text: string): Promise<MovePlan> {
  const { clients, ledger, marginMs, firedAt, undo } = mover;
  const jobs = jobsOf(mover, text);
  const [origin, pauses] = await Promise.all([findOrigin(clients, originOf(text)), readPauses(ledger)]);
  if (!origin) throw new CommandFailed(`There is no ${text}: nothing fires that could be moved. Take replaces: away.`);
  const moving = await inParallel(
    jobs,
    AT_ONCE,
    async (job): Promise<MovingJob> => ({
      name: job.name,
      enabled: job.enabled,
      paused: pauses.has(job.name),
      schedules: await schedulesOf(mover, job),
    }),
  );
  const now = ledger.clock.now();
  const input = { origin: { ...origin, text }, jobs: moving, now, marginMs, firedAt };
  return undo ? planUndo(input) : planMove(input);
}

/** Makes the change of one step. Safe to repeat. */
export async function makeStep(mover: Mover, text: string, step: MoveStep): Promise<void> {
  const { model, clients, ledger } = mover;
  const origin = originOf(text);
  const group = groupName(model.app, model.environment.name);
  switch (step.do) {
    case "note":
      if (origin.kind === "rule") await noteMove(clients, ruleArn(mover, origin.name), group, ledger.clock.now());
      return;
    case "unnote":
      if (origin.kind === "rule") await unnoteMove(clients, ruleArn(mover, origin.name));
      return;
    case "origin":
      return switchOrigin(clients, origin, step.on, ledger.clock);
    case "schedule":
      return switchSchedule(mover, group, step.name, step.on);
    default:
      step satisfies never;
  }
}

const ruleArn = ({ place }: Mover, name: string): string =>
  `arn:${place.partition}:events:${place.region}:${place.account}:rule/${name}`;

const jobsOf = ({ model }: Mover, text: string): readonly Job[] =>
  model.jobs.filter(({ replaces }) => replaces === text);

async function schedulesOf(mover: Mover, job: Job): Promise<readonly MovingSchedule[]> {
  const { model, place, clients, ledger } = mover;
  const functions = functionsOfJobs(model, place);
  const wanted = scheduleResources({ ...model, jobs: [job] }, place, functions, ledger.clock.now());
  return inParallel(wanted, AT_ONCE, async (schedule): Promise<MovingSchedule> => {
    const found = await readSchedule(clients, schedule.group, schedule.name);
    const { timezone, startAt, endAt } = schedule;
    return {
      name: schedule.name,
      timing: { expression: parseAws(schedule.expression), timezone, startAt, endAt },
      windowMinutes: schedule.windowMinutes,
      state: found ? stateOf(found.schedule, schedule, ledger.clock.now()) : "missing",
    };
  });
}

/** What decides when and what it fires. */
const DECIDING = ["expression", "timezone", "startAt", "endAt", "windowMinutes", "targetArn"] as const;

function stateOf(found: ScheduleResource, asked: ScheduleResource, now: number): MovingSchedule["state"] {
  const wanted = withKnownStart(asked, found, now);
  if (DECIDING.some((member) => found[member] !== wanted[member])) return "other";
  return found.enabled ? "on" : "off";
}

async function switchSchedule(mover: Mover, group: string, name: string, on: boolean): Promise<void> {
  const { clients, ledger, model } = mover;
  const reading = await readSchedule(clients, group, name);
  if (!reading || reading.schedule.enabled === on) return;
  const to = withSendableStart({ ...reading.schedule, enabled: on }, ledger.clock.now());
  await createAdapters({ clients, clock: ledger.clock }).schedule.update(reading.schedule, to, undefined);
  const job = model.jobs.find((one) => name === one.name || name.startsWith(`${one.name}.`));
  await recordRevisionOf(ledger, to, { pause: undefined, unrecorded: job !== undefined && !recordsRuns(job) });
}

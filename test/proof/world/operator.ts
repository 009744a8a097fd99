// Somebody at a command line: pauses, edits, runs, cancels, backfills, redrives and catches up, by the product's own code;
// now and then the command is killed at one of its calls.

import { noteDeployed } from "../../../src/cli/note-deployed.ts";
import type { Random } from "../../../src/core/random.ts";
import { policyMember } from "../../../src/desired/envelope.ts";
import { jobOfSchedule } from "../../../src/desired/names.ts";
import type { ScheduleResource } from "../../../src/desired/resource.ts";
import { held } from "../../../src/desired/with-holds.ts";
import { toCatchUp } from "../../../src/history/catch-up.ts";
import type { Pause } from "../../../src/ledger/items/pause-item.ts";
import type { RunItem } from "../../../src/ledger/items/run-item.ts";
import { runIdOf } from "../../../src/ledger/keys.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { readPauses } from "../../../src/ledger/reads/pauses.ts";
import { revisionsOfJob } from "../../../src/ledger/reads/revisions-of-job.ts";
import { runsOfJob } from "../../../src/ledger/reads/runs-of-job.ts";
import { recordRevision } from "../../../src/ledger/writes/record-revision.ts";
import { requestCancel } from "../../../src/ledger/writes/request-cancel.ts";
import { liftPause, writePause } from "../../../src/ledger/writes/write-pause.ts";
import { backfillJob } from "../../../src/runs/backfill/backfill-job.ts";
import { EVERY_LETTER } from "../../../src/runs/dead-letters/letter-filter.ts";
import { redriveLetters } from "../../../src/runs/dead-letters/redrive-letters.ts";
import type { Invoker } from "../../../src/runs/invoker.ts";
import { triggerRun } from "../../../src/runs/trigger-run.ts";
import { createSignedDynamo } from "../../../src/runtime/dynamo/signed-dynamo.ts";
import { dueTimesOf, type Plan } from "../scenario/plan.ts";
import type { Act, PlayedJob, Scenario } from "../scenario/scenario.ts";
import type { Caller } from "./caller.ts";
import { functionArn, modelOf, putSchedule, scheduleOf, TABLE } from "./deploy.ts";
import type { Evidence } from "./evidence.ts";
import { letterQueues } from "./letter-queues.ts";
import type { Network } from "./network.ts";
import type { Services } from "./services.ts";

export interface OperatorOptions {
  readonly scenario: Scenario;
  readonly services: Services;
  readonly network: Network;
  readonly evidence: Evidence;
  readonly random: Random;
  /** Whether what Lambda has taken over waits there for now; it may also come once more. */
  isLate(functionArn: string, payload: string): boolean;
}

interface Put {
  readonly schedule: ScheduleResource;
  /** When it is another than before. */
  readonly plan?: Plan;
  readonly pause?: Pause | undefined;
}

const KEYS = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "A",
  AWS_SECRET_ACCESS_KEY: "s",
  AWS_ENDPOINT_URL: "http://x/",
};
const HOUR_MS = 3_600_000;
const NO_PLAN: Plan = { minutes: [], hours: undefined, timezone: "UTC" };

export class Operator {
  readonly #options: OperatorOptions;
  /** By schedule's name: what is in the engine. */
  readonly #deployed = new Map<string, ScheduleResource>();
  readonly #plans = new Map<string, Plan>();
  /** By schedule's name: since when it is as it is, and has not been noted. */
  readonly #unnoted = new Map<string, number>();
  /** What the sync lock keeps apart. */
  #isSyncing = false;

  constructor(options: OperatorOptions) {
    this.#options = options;
  }

  ledgerOf(caller: Caller): Ledger {
    const { network, random } = this.#options;
    const { clock } = caller;
    const post = network.postOf(caller);
    return { dynamo: createSignedDynamo({ clock, random, environment: KEYS, post }), table: TABLE, clock };
  }

  async create(caller: Caller): Promise<void> {
    for (const job of this.#options.scenario.jobs) {
      for (const [name, plan] of Object.entries(job.plans)) {
        await this.#put(caller, job, "Create", { schedule: scheduleOf(job, name, plan), plan });
      }
    }
  }

  /** Nothing is due from now on. */
  async removeAll(caller: Caller): Promise<void> {
    await this.#note(caller);
    for (const job of this.#options.scenario.jobs) {
      for (const name of Object.keys(job.plans)) {
        const now = this.#deployed.get(name);
        if (now) await this.#put(caller, job, "Update", { schedule: { ...now, enabled: false, startAt: undefined } });
      }
    }
  }

  async act(act: Act, caller: Caller): Promise<void> {
    if (act.kind === "redrive") return this.redrive(caller, act.mode);
    if (act.kind === "catch up") {
      for (const job of this.#options.scenario.jobs) await this.#catchUp(caller, job);
      return;
    }
    const job = this.#options.scenario.jobs.find(({ name }) => name === act.job);
    if (!job) return;
    switch (act.kind) {
      case "pause":
      case "resume":
      case "edit":
        return this.#locked(async () => {
          if (act.kind === "pause") await this.#pause(caller, job, act.forMs);
          else if (act.kind === "edit") await this.#edit(caller, job, act.plan);
          else await this.#resume(caller, job);
        });
      case "run":
        return this.#run(caller, job, act.mode);
      case "cancel":
        return this.#cancel(caller, job);
      case "backfill":
        return this.#backfill(caller, job, act);
    }
  }

  async redrive(caller: Caller, mode: "event" | "request"): Promise<void> {
    const { services, network, evidence, scenario } = this.#options;
    const { job: ofAll, ...filter } = EVERY_LETTER;
    await redriveLetters(
      {
        queues: letterQueues(services, network, caller),
        filter: { ...filter, job: ofAll },
        functionOf: (name) => (scenario.jobs.some((job) => job.name === name) ? functionArn(name) : undefined),
        ...{ by: "ada", dryRun: false, limit: 1_000, mode, signal: new AbortController().signal },
        onResult: ({ letter, status, reason }) =>
          void evidence.asked.push({
            ...{ kind: "redrive", job: letter.job, runId: letter.runId, at: caller.clock.now() },
            ...{ acked: status === "redriven", detail: `${status} ${reason ?? ""}` },
          }),
      },
      { ledger: this.ledgerOf(caller), invoker: this.#invokerOf(caller) },
    );
  }

  async #locked(work: () => Promise<void>): Promise<void> {
    if (this.#isSyncing) return;
    this.#isSyncing = true;
    try {
      await work();
    } finally {
      this.#isSyncing = false;
    }
  }

  async #pause(caller: Caller, job: PlayedJob, forMs: number | undefined): Promise<void> {
    const at = caller.clock.now();
    const until = forMs === undefined ? undefined : Math.ceil((at + forMs) / 60_000) * 60_000;
    const pause: Pause = { job: job.name, by: "ada", reason: "a look at the disk", at, until };
    await this.#note(caller);
    await writePause(this.ledgerOf(caller), pause);
    for (const name of Object.keys(job.plans)) {
      const now = this.#deployed.get(name);
      if (!now) continue;
      const schedule = held({ ...now, enabled: true, startAt: undefined }, until);
      await this.#put(caller, job, "Update", { schedule, pause });
    }
  }

  async #resume(caller: Caller, job: PlayedJob): Promise<void> {
    await this.#note(caller);
    await liftPause(this.ledgerOf(caller), job.name);
    for (const name of Object.keys(job.plans)) {
      const now = this.#deployed.get(name);
      if (!now || (now.enabled && now.startAt === undefined)) continue;
      await this.#put(caller, job, "Update", { schedule: { ...now, enabled: true, startAt: undefined } });
    }
    await this.#catchUp(caller, job);
  }

  /** Of a job that is not paused: a sync keeps a pause, which is tested elsewhere. */
  async #edit(caller: Caller, job: PlayedJob, plan: Plan): Promise<void> {
    const [name = ""] = Object.keys(job.plans);
    const now = this.#deployed.get(name);
    if (!now?.enabled || now.startAt !== undefined) return;
    const schedule = { ...now, expression: scheduleOf(job, name, plan).expression };
    await this.#put(caller, job, "Update", { schedule, plan });
  }

  /** In the engine first, then in the ledger; such commands are not killed half way here. */
  async #put(
    caller: Caller,
    { name: job }: PlayedJob,
    how: "Create" | "Update",
    { schedule: to, plan, pause }: Put,
  ): Promise<void> {
    const { services, evidence } = this.#options;
    await this.#note(caller);
    const fromAt = caller.clock.now();
    await putSchedule(services, how, to);
    this.#deployed.set(to.name, to);
    if (plan) this.#plans.set(to.name, plan);
    const at = caller.clock.now();
    evidence.inForce.push({
      ...{ schedule: to.name, job, fromAt, sureAt: at, enabled: to.enabled },
      plan: this.#plans.get(to.name) ?? NO_PLAN,
      pausedUntil: pause && (pause.until ?? null),
      notedAt: undefined,
    });
    const { expression, timezone, enabled, startAt, endAt, windowMinutes } = to;
    const revision = {
      job,
      schedule: to.name,
      fromAt: at,
      enabled,
      expression,
      timezone,
      startAt,
      endAt,
      windowMinutes,
    };
    this.#unnoted.set(to.name, at);
    await recordRevision(this.ledgerOf(caller), { ...revision, pause });
    this.#unnoted.delete(to.name);
    this.#isNoted(caller);
  }

  /** As the next command does after one that could not write down what it had put in force. */
  async #note(caller: Caller): Promise<void> {
    if (this.#unnoted.size === 0) return;
    const all = [...this.#deployed.values()];
    const jobs = this.#options.scenario.jobs.map(({ name }) => name);
    const ledger = this.ledgerOf(caller);
    const pauses = await readPauses(ledger);
    const pauseOf = (schedule: string) => pauses.get(jobOfSchedule(schedule));
    const unrecorded = new Set<string>();
    await noteDeployed({ jobs, schedules: all, areAll: true, modifiedAt: this.#unnoted, pauseOf, unrecorded }, ledger);
    this.#unnoted.clear();
    this.#isNoted(caller);
  }

  #isNoted(caller: Caller): void {
    for (const force of this.#options.evidence.inForce) {
      if (!this.#unnoted.has(force.schedule)) force.notedAt ??= caller.clock.now();
    }
  }

  async #run(caller: Caller, job: PlayedJob, mode: "event" | "request"): Promise<void> {
    const { evidence, random } = this.#options;
    const model = modelOf(job);
    const request = { job: model, policy: policyMember(model).policy, functionArn: functionArn(job.name), input: {} };
    const doors = { ledger: this.ledgerOf(caller), invoker: this.#invokerOf(caller), random };
    // Half of them for the time that was due last, which has a run of its own.
    const now = caller.clock.now();
    const [plan] = Object.keys(job.plans).map((name) => this.#plans.get(name));
    const dueAt = mode === "event" && plan ? dueTimesOf(plan, now - HOUR_MS, now).at(-1) : undefined;
    const { runId, invoked } = await triggerRun({ ...request, dueAt, by: "ada", mode }, doors);
    const at = caller.clock.now();
    evidence.asked.push({ kind: "run", job: job.name, runId, at, acked: true, detail: mode });
    await invoked;
  }

  async #cancel(caller: Caller, job: PlayedJob): Promise<void> {
    const ledger = this.ledgerOf(caller);
    const { runs } = await runsOfJob(ledger, job.name, { limit: 10 });
    const run = runs.find(({ state }) => state === "running" || state === "pending");
    if (!run) return;
    const acked = await requestCancel(ledger, run.runId, { by: "ada", reason: "the wrong day" });
    const detail = String(run.generation);
    this.#options.evidence.asked.push({
      ...{ kind: "cancel", job: job.name, runId: run.runId, at: caller.clock.now(), acked, detail },
    });
  }

  async #backfill(caller: Caller, job: PlayedJob, act: Act & { readonly kind: "backfill" }): Promise<void> {
    const now = caller.clock.now();
    const plan = this.#plans.get(Object.keys(job.plans)[0] ?? "") ?? NO_PLAN;
    await this.#fill(caller, job, dueTimesOf(plan, now - act.backMs, now - 1), act.parallel, act.force);
  }

  async #fill(caller: Caller, job: PlayedJob, dueTimes: readonly number[], parallel: number, force: boolean) {
    const { evidence } = this.#options;
    for (const dueAt of dueTimes) {
      const runId = runIdOf({ job: job.name, dueAt, suffix: undefined });
      const detail = force ? "force" : "";
      evidence.asked.push({ kind: "backfill", job: job.name, runId, at: caller.clock.now(), acked: true, detail });
    }
    const model = modelOf(job);
    await backfillJob(
      {
        ...{
          job: job.name,
          functionArn: functionArn(job.name),
          dueTimes,
          input: {},
          policy: policyMember(model).policy,
        },
        ...{ by: "ada", parallel, force, dryRun: false, signal: new AbortController().signal, onResult() {} },
      },
      { ledger: this.ledgerOf(caller), invoker: this.#invokerOf(caller) },
    );
  }

  async #catchUp(caller: Caller, job: PlayedJob): Promise<void> {
    if (job.catchUp === undefined) return;
    const held = [...this.#deployed.values()].filter((schedule) => schedule.name.split(".")[0] === job.name);
    const now = caller.clock.now();
    if (held.some(({ enabled, startAt }) => !enabled || (startAt ?? 0) > now)) return;
    const ledger = this.ledgerOf(caller);
    const windowSeconds = 24 * (HOUR_MS / 1_000);
    const runs: RunItem[] = [];
    let cursor: string | undefined;
    do {
      const page = await runsOfJob(ledger, job.name, { fromAt: now - windowSeconds * 1_000, limit: 20, cursor });
      runs.push(...page.runs);
      cursor = page.cursor;
    } while (cursor !== undefined);
    const revisions = await revisionsOfJob(ledger, job.name);
    const dueTimes = toCatchUp({ job: job.name, rule: job.catchUp, windowSeconds, revisions, runs, now });
    await this.#fill(caller, job, dueTimes, 1, false);
  }

  #invokerOf(caller: Caller): Invoker {
    const { services, network, isLate } = this.#options;
    const invoke = (FunctionName: string, payload: string, InvocationType: string) =>
      network.call(caller, async () => {
        if (InvocationType === "Event" && isLate(FunctionName, payload)) return {};
        return services.call("lambda", "Invoke", { FunctionName, InvocationType, Payload: Buffer.from(payload) });
      });
    return {
      sendEvent: ({ function: name, payload }) => invoke(name, payload, "Event"),
      async call({ function: name, payload }) {
        const answer = await invoke(name, payload, "RequestResponse");
        const functionError = answer["FunctionError"] as string | undefined;
        return { functionError, payload: Buffer.from(answer["Payload"] as Uint8Array).toString() };
      },
    };
  }
}

// Plays one scenario from its first due time until everything has come to rest, and hands back what was seen of it.
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Targets } from "../../../src/engine/scheduler/scheduler.ts";
import { ServiceError } from "../../../src/engine/service.ts";
import { missedRuns } from "../../../src/history/missed-runs.ts";
import { type Run, toRun } from "../../../src/history/run.ts";
import type { RunItem } from "../../../src/ledger/items/run-item.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { revisionsOfJob } from "../../../src/ledger/reads/revisions-of-job.ts";
import { runsOfJob } from "../../../src/ledger/reads/runs-of-job.ts";
import { SettledClock } from "../../../src/simulation/settled-clock.ts";
import { Dice } from "../scenario/dice.ts";
import { PlayedRandom } from "../scenario/played-random.ts";
import type { Act, Scenario } from "../scenario/scenario.ts";
import { Caller } from "./caller.ts";
import { deploy, putSchedule, watchSchedule } from "./deploy.ts";
import { Evidence } from "./evidence.ts";
import { lettersLeft } from "./letter-queues.ts";
import { Network } from "./network.ts";
import { Operator } from "./operator.ts";
import { PlayedHost } from "./played-host.ts";
import { Services } from "./services.ts";

export interface Played {
  readonly scenario: Scenario;
  readonly evidence: Evidence;
  /** Of every job: the history as the product tells it, missed runs included. */
  readonly history: ReadonlyMap<string, readonly Run[]>;
  readonly endedAt: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Longer than a run that was asked for may wait to be called not started, and than every event and lease. */
const REST_MS = 7 * HOUR_MS;
/** Longer than Lambda keeps an event here, and every lease. */
const REST_AFTER_REDRIVE_MS = 3 * HOUR_MS;
export const FOLDER = join(tmpdir(), `lamplighter-proof-${process.pid}`);

export async function play(scenario: Scenario): Promise<Played> {
  const { startAt, endAt } = scenario;
  const clock = new SettledClock(startAt);
  const random = new PlayedRandom(scenario.seed ^ 0x1d5);
  const dice = new Dice(scenario.seed ^ 0x5eed);
  const evidence = new Evidence();
  const during = (spans: readonly { readonly fromAt: number; readonly toAt: number }[]) => {
    const now = clock.now();
    return spans.some(({ fromAt, toAt }) => now >= fromAt && now < toAt);
  };
  const isStormy = () => clock.now() <= endAt;
  let network: Network;
  const way: Way = { scenario, clock, dice, evidence, services: () => services };
  const services: Services = new Services({
    ...{ clock, random, evidence, directory: FOLDER },
    hostOn: (own) =>
      new PlayedHost(
        {
          ...{ random, dice, evidence, network: () => network },
          deaths: () => (isStormy() ? scenario.deaths : 0),
          jobNamed: (name) => scenario.jobs.find((job) => job.name === name),
          onFailure: () => alarm(),
        },
        own,
      ),
    between: (targets) => between(targets, way),
  });
  network = new Network({
    ...{ services, dice, fault: (kind) => evidence.fault(kind) },
    faults: () => (isStormy() ? scenario.callFaults : 0),
    ledgerAway: () => during(scenario.ledgerAway),
  });
  const isLate = (functionArn: string, payload: string) => strays(functionArn, payload, way);
  const operator = new Operator({ scenario, services, network, evidence, random, isLate });
  const callerNamed = (name: string, diesAfter?: number) => {
    const doom =
      diesAfter === undefined ? undefined : ({ call: diesAfter, when: dice.one("before", "after") } as const);
    return new Caller(name, clock, doom, () => {});
  };
  const act = (what: Act) => {
    // A command that fails says so and ends: what it did stands in the evidence.
    operator.act(what, callerNamed(what.kind, what.diesAfter)).catch(() => evidence.fault("command failed"));
  };
  // Whoever is called does not know that a run which crashed is still taken for going on; of two who are called the other
  // comes a little later.
  const alarm = () => {
    if (!isStormy() || !dice.percent(scenario.alarms)) return;
    let at = clock.now();
    for (let times = dice.mostly(70, 1, 2); times > 0; times--) {
      at += dice.one(dice.whole(500, 10_000), dice.whole(10, 120) * 1_000);
      const redrive: Act = { at, kind: "redrive", mode: dice.mostly(80, "event", "request"), diesAfter: undefined };
      clock.setTimer(at, () => act(redrive));
    }
  };
  const advance = (to: number) => clock.advanceTo(to, () => clock.settle());
  const finish = async (work: Promise<unknown>, most: number) => {
    let open = true;
    const ended = () => {
      open = false;
    };
    work.then(ended, ended);
    const until = clock.now() + most;
    for (await clock.settle(); open && clock.now() < until; await clock.settle()) {
      await advance(Math.min(until, clock.nextAt() ?? until));
    }
  };
  try {
    await deploy(services, scenario.jobs);
    await finish(operator.create(callerNamed("sync")), HOUR_MS);
    for (const span of scenario.engineAway) {
      clock.setTimer(span.fromAt, () => kill(services, evidence, clock.now(), span.toAt));
      clock.setTimer(span.toAt, () => {
        if (!services.isUp) services.start();
      });
    }
    for (const what of scenario.acts) clock.setTimer(what.at, () => act(what));
    // Whatever was away is back a moment later.
    await advance(endAt + 1_000);
    await finish(operator.removeAll(callerNamed("sync")), HOUR_MS);
    await advance(clock.now() + HOUR_MS);
    // Where nothing is due any more, a look now and then sees all that is left.
    await putSchedule(services, "Update", watchSchedule(scenario.jobs, "hourly"));
    await advance(clock.now() + REST_MS);
    for (let times = dice.whole(0, 2); times > 0; times--) {
      await finish(operator.redrive(callerNamed("redrive"), dice.one("event", "request")), DAY_MS);
      await advance(clock.now() + REST_AFTER_REDRIVE_MS);
    }
    const read = (async () => {
      evidence.letters = await lettersLeft(services);
    })();
    await finish(read, HOUR_MS);
    await read;
    // Past what a queue keeps.
    await putSchedule(services, "Update", watchSchedule(scenario.jobs, "off"));
    if (scenario.lateCopies) await advance(clock.now() + 15 * DAY_MS);
    const ledger = operator.ledgerOf(callerNamed("history"));
    const history = new Map<string, readonly Run[]>();
    const work = (async () => {
      for (const { name } of scenario.jobs) history.set(name, await historyOf(ledger, name, scenario, clock.now()));
    })();
    await finish(work, HOUR_MS);
    await work;
    return { scenario, evidence, history, endedAt: clock.now() };
  } finally {
    services.close();
  }
}

function kill(services: Services, evidence: Evidence, now: number, toAt: number): void {
  if (!services.isUp) return;
  services.kill();
  evidence.fault("engine killed");
  evidence.engineAway.push({ fromAt: now, toAt });
  for (const execution of evidence.executions) {
    if (execution.end === undefined) Object.assign(execution, { end: "killed", endAt: now });
  }
  for (const invocation of evidence.invocations) {
    if (invocation.endAt === undefined) invocation.endAt = now;
  }
}

async function historyOf(ledger: Ledger, job: string, { startAt }: Scenario, now: number): Promise<readonly Run[]> {
  const runs: RunItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await runsOfJob(ledger, job, { fromAt: 0, limit: 50, cursor });
    runs.push(...page.runs);
    cursor = page.cursor;
  } while (cursor !== undefined);
  const revisions = await revisionsOfJob(ledger, job);
  const missed = missedRuns({ job, revisions, runs, fromAt: startAt - HOUR_MS, toAt: now, now });
  return [...runs.map((run) => toRun(run, now)), ...missed];
}

interface Way {
  readonly scenario: Scenario;
  readonly clock: SettledClock;
  readonly dice: Dice;
  readonly evidence: Evidence;
  readonly services: () => Services;
}

/** Between the Scheduler and Lambda: refusals, and events that come late, or twice. */
function between(targets: Targets, way: Way): Targets {
  const { scenario, clock, dice, evidence, services } = way;
  return {
    ...targets,
    invokeFunction(functionArn, payload) {
      const { job = "", due = "" } = JSON.parse(payload) as { readonly job?: string; readonly due?: string };
      const at = clock.now();
      const note = (fate: "taken" | "refused" | "delayed") => {
        if (job !== "") evidence.deliveries.push({ job, dueAt: Date.parse(due), at, fate });
      };
      const refusal = scenario.refused.find((span) => span.job === job && at >= span.fromAt && at < span.toAt);
      if (refusal) {
        note("refused");
        if (refusal.how === "throttled") throw new ServiceError("TooManyRequestsException", "Rate Exceeded.");
        throw new ServiceError("ResourceNotFoundException", `Function not found: ${functionArn}`);
      }
      if (job !== "" && scenario.lateCopies && dice.percent(50)) {
        deliverLater(services, clock, 13 * DAY_MS, functionArn, payload);
      }
      const isLate = strays(functionArn, payload, way);
      note(isLate ? "delayed" : "taken");
      if (!isLate) return targets.invokeFunction(functionArn, payload);
    },
  };
}

/** An event on its way to a function: it may come twice, and where it comes late it must not be handed over now. */
function strays(functionArn: string, payload: string, { scenario, clock, dice, evidence, services }: Way): boolean {
  const again = (ms: number) => deliverLater(services, clock, ms, functionArn, payload);
  if (dice.percent(scenario.copies)) {
    evidence.fault("delivered twice");
    again(dice.one(1, dice.whole(2, 5_000), dice.whole(1, 60) * 60_000));
  }
  const isLate = clock.now() < scenario.endAt && dice.percent(scenario.delays);
  if (!isLate) return false;
  evidence.fault("delivered late");
  again(dice.whole(1, 50) * 60_000);
  return true;
}

/** What AWS has taken over is not lost with our engine: it comes when somebody is there. */
function deliverLater(services: () => Services, clock: SettledClock, ms: number, functionArn: string, payload: string) {
  clock.setTimer(clock.now() + ms, () => {
    const input = { FunctionName: functionArn, InvocationType: "Event", Payload: Buffer.from(payload) };
    if (!services().isUp) return deliverLater(services, clock, 10_000, functionArn, payload);
    services()
      .call("lambda", "Invoke", input)
      .catch(() => deliverLater(services, clock, 10_000, functionArn, payload));
  });
}

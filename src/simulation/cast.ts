// Who plays: the model's jobs as resources of an engine, the script, and the worlds they are played in.
import type { Place } from "../desired/arns.ts";
import { failedQueueName, jobOfSchedule, undeliveredQueueName } from "../desired/names.ts";
import type { ScheduleResource } from "../desired/resource.ts";
import type { Model } from "../manifest/model.ts";
import { dueOrdinals } from "./due-ordinals.ts";
import { makeScript } from "./script/make-script.ts";
import type { ScriptFile } from "./script/read-script.ts";
import type { Script } from "./script/script.ts";
import { schedulesOf, simulatedResources } from "./simulated-model.ts";
import { World } from "./world.ts";

export interface SimulationInput {
  readonly model: Model;
  /** Whole seconds; both ends count. Rates without a start count from `fromAt`. */
  readonly fromAt: number;
  readonly toAt: number;
  readonly seed: number;
  readonly script: ScriptFile;
  /** Every run goes through one engine with all jobs in it, equal situations too: the same answer, some thousand times slower. */
  readonly everyRun: boolean;
}

const ACCOUNT = "000000000000";

export class Cast {
  readonly input: SimulationInput;
  readonly script: Script;
  /** Live ones, of all jobs. */
  readonly schedules: readonly ScheduleResource[];
  readonly #place: Place;

  constructor(input: SimulationInput) {
    const { model, fromAt, toAt, seed } = input;
    this.input = input;
    this.#place = { partition: "aws", region: model.environment.region, account: ACCOUNT };
    this.schedules = schedulesOf(simulatedResources(model, this.#place, fromAt, toAt)).filter(({ enabled }) => enabled);
    const ordinalOf = dueOrdinals((job) => this.schedulesOfJob(job), fromAt, toAt);
    this.script = makeScript(input.script, { seed, ordinalOf });
  }

  schedulesOfJob(job: string): ScheduleResource[] {
    return this.schedules.filter(({ name }) => jobOfSchedule(name) === job);
  }

  /** An engine with these jobs, and their live schedules as they are to be made in it. */
  async openWorld(jobs: readonly string[], script: Script): Promise<[World, ScheduleResource[]]> {
    const { model, fromAt, toAt } = this.input;
    const { app, environment } = model;
    const some = { ...model, jobs: model.jobs.filter(({ name }) => jobs.includes(name)) };
    const resources = simulatedResources(some, this.#place, fromAt, toAt);
    const world = await World.open({
      startAt: fromAt - 1_000,
      region: this.#place.region,
      account: ACCOUNT,
      resources: resources.filter(({ kind }) => kind !== "schedule"),
      queues: {
        failed: failedQueueName(app, environment.name),
        undelivered: undeliveredQueueName(app, environment.name),
      },
      script,
    });
    return [world, schedulesOf(resources).filter(({ enabled }) => enabled)];
  }
}

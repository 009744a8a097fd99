// Schedules: always the full document, since an update returns every omitted member to its default (Scheduler API, UpdateSchedule).
import {
  CreateScheduleCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  type GetScheduleOutput,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import type { ScheduleResource } from "../../desired/resource.ts";
import { scheduleDocument } from "../../desired/schedule-document.ts";
import type { Clients } from "../clients.ts";
import { AwsError, hasAwsCode } from "../errors.ts";
import { servedAt } from "../served-at.ts";
import { untilKnown } from "../settling.ts";
import { type Adapter, type AdapterContext, isAbsent, unlessAbsent } from "./adapter.ts";
import { isGroupGoing } from "./group.ts";
import { scheduleFacts } from "./schedule-facts.ts";

/** What the service does when a schedule says nothing about retries. */
const DEFAULT_ATTEMPTS = 185;
const DEFAULT_MAX_AGE_SECONDS = 86_400;

/** Said of a role just made, and of a wrong trust policy alike. */
const isRoleUnknown = (error: unknown) =>
  hasAwsCode(error, "ValidationException") && error instanceof AwsError && /assume the role/i.test(error.detail);

export function scheduleAdapter({ clients, clock }: AdapterContext): Adapter<ScheduleResource> {
  const create = async (document: CreateScheduleInput) => {
    const scheduler = await clients.scheduler();
    await untilKnown(clock, isRoleUnknown, () => scheduler.send(new CreateScheduleCommand(document)));
  };
  const replace = async (document: CreateScheduleInput) => {
    const scheduler = await clients.scheduler();
    await untilKnown(clock, isRoleUnknown, () => scheduler.send(new UpdateScheduleCommand(document)));
  };
  return {
    read: async ({ group, name }) => (await readSchedule(clients, group, name))?.schedule,
    /** One that is there already is ours, being in our group: an earlier create whose answer was lost. */
    async create(schedule) {
      const document = documentOf(schedule);
      try {
        await create(document);
      } catch (error) {
        if (!hasAwsCode(error, "ConflictException")) throw error;
        await replace(document);
      }
    },
    async update(_from, to) {
      const document = documentOf(to);
      try {
        await replace(document);
      } catch (error) {
        if (!isAbsent(error)) throw error;
        await create(document);
      }
    },
    /** A group that is being deleted takes its schedules with it, and refuses to be asked for one of them. */
    async delete({ group, name }) {
      const scheduler = await clients.scheduler();
      const command = new DeleteScheduleCommand({ GroupName: group, Name: name });
      await unlessAbsent(scheduler.send(command)).catch(async (error: unknown) => {
        if (!hasAwsCode(error, "ConflictException") || !(await isGroupGoing(clients, group))) throw error;
      });
    },
  };
}

export interface ScheduleReading {
  readonly schedule: ScheduleResource;
  /** Epoch milliseconds, both by the service's clock; undefined where the answer does not say. */
  readonly modifiedAt: number | undefined;
  readonly servedAt: number | undefined;
}

export async function readSchedule(
  clients: Clients,
  group: string,
  name: string,
): Promise<ScheduleReading | undefined> {
  const scheduler = await clients.scheduler();
  const found = await unlessAbsent(scheduler.send(new GetScheduleCommand({ GroupName: group, Name: name })));
  if (!found) return undefined;
  const modifiedAt = found.LastModificationDate?.getTime();
  return { schedule: normalForm(group, name, found), modifiedAt, servedAt: servedAt(found) };
}

const documentOf = (schedule: ScheduleResource): CreateScheduleInput =>
  scheduleDocument(schedule, (at) => new Date(at));

function normalForm(group: string, name: string, found: GetScheduleOutput): ScheduleResource {
  const { Target: target } = found;
  return {
    ...scheduleFacts(found),
    name,
    group,
    roleArn: target?.RoleArn ?? "",
    input: target?.Input ?? "",
    attempts: target?.RetryPolicy?.MaximumRetryAttempts ?? DEFAULT_ATTEMPTS,
    maxAgeSeconds: target?.RetryPolicy?.MaximumEventAgeInSeconds ?? DEFAULT_MAX_AGE_SECONDS,
  };
}

// The calls that other tools make, as their sources say, in their order and number at once, without anything else that they do: no
// start, no file, no comparison. The programs themselves are not run here, so their real times are longer.
//
// Terraform (provider aws): plan reads each schedule, ten at a time (`-parallelism`); apply creates each and reads it again.
// ebschedule: diff asks who it is, lists the group and reads each schedule; apply reads each before it creates it; one after another.
// ecschedule: diff lists the rules by each name, then the rule's targets; apply puts rule and targets; one after another. What it asks of
// ECS is left out.
import {
  DeleteRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  paginateListSchedules,
  ResourceNotFoundException,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { inParallel } from "../../src/core/in-parallel.ts";
import { jobName } from "./project.ts";

export interface Peer {
  /** Reads what a first sync of the same name made, finding nothing to do. */
  plan(name: string, jobs: number): Promise<void>;
  firstSync(name: string, jobs: number): Promise<void>;
  /** Takes away what a first sync made, where it would be in the next one's way. */
  clear?(name: string, jobs: number): Promise<void>;
  /** How many jobs it can have; any number if left out. */
  readonly most?: number;
  /** One call after another: a thousand jobs take minutes. */
  readonly slow?: boolean;
}

/** Rules on a bus, unless AWS grants more (EventBridge guide, quotas). */
const MOST_RULES = 300;

const ROLE = "arn:aws:iam::000000000000:role/peer";
const TARGET = "arn:aws:lambda:us-east-1:000000000000:function:peer";
const TERRAFORM_AT_ONCE = 10;
/** As many as keep the SDK busy at any distance that is measured. */
const SDK_AT_ONCE = 128;

const placeAt = (endpoint: string) => ({
  ...{ endpoint, region: "us-east-1", maxAttempts: 5 },
  credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
});

const creation = (GroupName: string, Name: string, index: number) =>
  new CreateScheduleCommand({
    ...{ GroupName, Name, ScheduleExpressionTimezone: "Europe/Berlin", FlexibleTimeWindow: { Mode: "OFF" } },
    ScheduleExpression: `cron(${index % 60} ${index % 24} * * ? *)`,
    Target: { Arn: TARGET, RoleArn: ROLE, Input: JSON.stringify({ n: index }) },
  });

/** The role that the engine, as AWS, demands of a schedule. */
export async function makePeerRole(endpoint: string): Promise<void> {
  const statement = { Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await new IAMClient(placeAt(endpoint)).send(new CreateRoleCommand({ RoleName: "peer", AssumeRolePolicyDocument }));
}

/** What the SDK can send on this machine when it does nothing else. */
export function sdkAlone(endpoint: string): Pick<Peer, "firstSync"> {
  const requestHandler = { httpAgent: { keepAlive: true, maxSockets: SDK_AT_ONCE } };
  const scheduler = new SchedulerClient({ ...placeAt(endpoint), requestHandler });
  return {
    async firstSync(group, jobs) {
      await scheduler.send(new CreateScheduleGroupCommand({ Name: group }));
      const all = Array.from({ length: jobs }, (_, index) => index);
      await inParallel(all, SDK_AT_ONCE, (index) => scheduler.send(creation(group, jobName(index), index)));
      scheduler.destroy();
    },
  };
}

export function peersAt(endpoint: string): Readonly<Record<string, Peer>> {
  const scheduler = new SchedulerClient(placeAt(endpoint));
  const sts = new STSClient(placeAt(endpoint));
  const events = new EventBridgeClient(placeAt(endpoint));
  const get = (GroupName: string, Name: string) => scheduler.send(new GetScheduleCommand({ GroupName, Name }));
  const create = (group: string, name: string, index: number) => scheduler.send(creation(group, name, index));
  const all = (jobs: number) => Array.from({ length: jobs }, (_, index) => ({ index, name: jobName(index) }));
  return {
    Terraform: {
      async plan(group, jobs) {
        await inParallel(all(jobs), TERRAFORM_AT_ONCE, ({ name }) => get(group, name));
      },
      async firstSync(group, jobs) {
        await scheduler.send(new CreateScheduleGroupCommand({ Name: group }));
        await inParallel(all(jobs), TERRAFORM_AT_ONCE, async ({ name, index }) => {
          await create(group, name, index);
          await get(group, name);
        });
      },
    },
    ebschedule: {
      slow: true,
      async plan(group) {
        await sts.send(new GetCallerIdentityCommand({}));
        for await (const { Schedules = [] } of paginateListSchedules({ client: scheduler }, { GroupName: group })) {
          for (const { Name = "" } of Schedules) await get(group, Name);
        }
      },
      async firstSync(group, jobs) {
        await sts.send(new GetCallerIdentityCommand({}));
        await scheduler.send(new CreateScheduleGroupCommand({ Name: group }));
        await scheduler.send(new GetScheduleGroupCommand({ Name: group }));
        for (const { name, index } of all(jobs)) {
          await get(group, name).catch((error: unknown) => {
            if (!(error instanceof ResourceNotFoundException)) throw error;
          });
          await create(group, name, index);
        }
      },
    },
    ecschedule: {
      slow: true,
      most: MOST_RULES,
      async clear(prefix, jobs) {
        await inParallel(all(jobs), 16, async ({ name }) => {
          await events.send(new RemoveTargetsCommand({ Rule: `${prefix}-${name}`, Ids: ["1"] }));
          await events.send(new DeleteRuleCommand({ Name: `${prefix}-${name}` }));
        });
      },
      async plan(prefix, jobs) {
        await sts.send(new GetCallerIdentityCommand({}));
        for (const { name } of all(jobs)) {
          await events.send(new ListRulesCommand({ NamePrefix: `${prefix}-${name}` }));
          await events.send(new ListTargetsByRuleCommand({ Rule: `${prefix}-${name}` }));
        }
      },
      async firstSync(prefix, jobs) {
        await sts.send(new GetCallerIdentityCommand({}));
        for (const { name, index } of all(jobs)) {
          const Name = `${prefix}-${name}`;
          await events.send(new ListRulesCommand({ NamePrefix: Name }));
          const ScheduleExpression = `cron(${index % 60} ${index % 24} * * ? *)`;
          await events.send(new PutRuleCommand({ Name, ScheduleExpression }));
          await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: "1", Arn: TARGET }] }));
        }
      },
    },
  };
}

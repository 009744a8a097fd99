// All that an environment consists of, as one text: without dates, version numbers and who did it.
import { stableJson } from "../../../src/core/json.ts";
import type { DirectEngine } from "../../../src/engine/direct-engine.ts";
import type { Members } from "../sync-faults/direct-clients.ts";

const GROUP = "acme-local";
const TABLE = "acme-local-ledger";
const UNTOLD =
  /(Date|Time|Id|Version|Timestamp|creationTime|lastModified|LastModified|CodeSize|RevisionId|CreateDate|storedBytes)$/;

type Ask = (service: string, operation: string, input: Members) => Promise<Members>;

export async function stateOf(engine: DirectEngine): Promise<string> {
  const ask: Ask = async (service, operation, input) => {
    try {
      return await engine.callUnchecked(service, operation, input);
    } catch (error) {
      return { none: (error as { code?: string }).code };
    }
  };
  const [schedules, functions, roles, queues, group, logs, ledger] = await Promise.all([
    schedulesOf(ask),
    functionsOf(ask),
    rolesOf(ask),
    ask("sqs", "ListQueues", {}),
    ask("scheduler", "ListTagsForResource", {
      ResourceArn: `arn:aws:scheduler:us-east-1:000000000000:schedule-group/${GROUP}`,
    }),
    logGroupsOf(ask),
    ledgerOf(ask),
  ]);
  return stableJson(plain({ schedules, functions, roles, queues, group, logs, ledger }));
}

async function schedulesOf(ask: Ask): Promise<readonly Members[]> {
  const { Schedules = [] } = (await ask("scheduler", "ListSchedules", { GroupName: GROUP, MaxResults: 100 })) as {
    Schedules?: { Name: string }[];
  };
  return Promise.all(Schedules.map(({ Name }) => ask("scheduler", "GetSchedule", { GroupName: GROUP, Name })));
}

async function functionsOf(ask: Ask): Promise<unknown> {
  const { Functions = [] } = (await ask("lambda", "ListFunctions", {})) as { Functions?: { FunctionName: string }[] };
  return Promise.all(
    Functions.map(async ({ FunctionName }) => {
      const of = { FunctionName, Qualifier: "live" };
      const { Configuration, Tags } = await ask("lambda", "GetFunction", of);
      const { Version: _, FunctionArn: __, ...settings } = (Configuration ?? {}) as Members;
      return { settings, Tags, events: await ask("lambda", "GetFunctionEventInvokeConfig", of) };
    }),
  );
}

/** One that no function has is left behind when its function goes, as it was when its sync died. */
async function logGroupsOf(ask: Ask): Promise<unknown> {
  const { Functions = [] } = (await ask("lambda", "ListFunctions", {})) as { Functions?: { FunctionName: string }[] };
  const names = new Set(Functions.map(({ FunctionName }) => `/aws/lambda/${FunctionName}`));
  const { logGroups = [] } = (await ask("logs", "DescribeLogGroups", {})) as { logGroups?: { logGroupName: string }[] };
  return logGroups.filter(({ logGroupName }) => names.has(logGroupName));
}

async function rolesOf(ask: Ask): Promise<unknown> {
  const { Roles = [] } = (await ask("iam", "ListRoles", {})) as { Roles?: { RoleName: string }[] };
  return Promise.all(
    Roles.map(async ({ RoleName }) => ({
      role: await ask("iam", "GetRole", { RoleName }),
      policy: await ask("iam", "GetRolePolicy", { RoleName, PolicyName: "lamplighter" }),
    })),
  );
}

/** The pauses, and what was synced last. */
async function ledgerOf(ask: Ask): Promise<unknown> {
  const { Items, none } = (await ask("dynamodb", "Query", {
    TableName: TABLE,
    KeyConditionExpression: "pk = :sync",
    ExpressionAttributeValues: { ":sync": { S: "SYNC" } },
  })) as { Items?: Readonly<Record<string, { S?: string }>>[]; none?: string };
  const ttl = await ask("dynamodb", "DescribeTimeToLive", { TableName: TABLE });
  const told = (Items ?? []).filter(({ sk }) => sk?.S !== "LOCK");
  return { none, ttl, items: told.map(({ sk, desiredFingerprint, reason }) => [sk, desiredFingerprint, reason]) };
}

/** Lists in an order of their own: what was made sooner is the same as what was made later. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const texts = value.map(plain).map((one) => [stableJson(one ?? null), one] as const);
    return texts.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
  }
  const told = Object.entries(value).filter(([name, member]) => !UNTOLD.test(name) && member !== undefined);
  return Object.fromEntries(told.map(([name, member]) => [name, plain(member)]));
}

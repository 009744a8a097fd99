// Finds the names under our prefix that are in use: a few pages a service, instead of one question for each name.
import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { paginateListFunctions } from "@aws-sdk/client-lambda";
import { paginateListSchedules } from "@aws-sdk/client-scheduler";
import { paginateListQueues } from "@aws-sdk/client-sqs";
import { logGroupName } from "../../desired/names.ts";
import type { Clients } from "../clients.ts";

/** Lambda cannot filter by name: these are the pages of all functions of the account and region. */
export async function functionNames(clients: Clients, prefix: string): Promise<string[]> {
  const client = await clients.lambda();
  const names: string[] = [];
  for await (const page of paginateListFunctions({ client, pageSize: 50 }, {})) {
    names.push(...(page.Functions ?? []).map(({ FunctionName }) => FunctionName ?? ""));
  }
  return names.filter((name) => name.startsWith(prefix));
}

export async function queueNames(clients: Clients, prefix: string): Promise<string[]> {
  const client = await clients.sqs();
  const names: string[] = [];
  for await (const page of paginateListQueues({ client, pageSize: 1_000 }, { QueueNamePrefix: prefix })) {
    names.push(...(page.QueueUrls ?? []).map((url) => url.slice(url.lastIndexOf("/") + 1)));
  }
  return names;
}

/** Of functions whose names start with the prefix. */
export async function logGroupNames(clients: Clients, prefix: string): Promise<string[]> {
  const client = await clients.logs();
  const names: string[] = [];
  const input = { logGroupNamePrefix: logGroupName(prefix) };
  for await (const page of paginateDescribeLogGroups({ client, pageSize: 50 }, input)) {
    names.push(...(page.logGroups ?? []).map((group) => group.logGroupName ?? ""));
  }
  return names;
}

export async function scheduleNames(clients: Clients, group: string): Promise<string[]> {
  const client = await clients.scheduler();
  const names: string[] = [];
  for await (const page of paginateListSchedules({ client, pageSize: 100 }, { GroupName: group })) {
    names.push(...(page.Schedules ?? []).map(({ Name }) => Name ?? ""));
  }
  return names;
}

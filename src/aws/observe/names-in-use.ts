// Finds what is in use under our prefix: a few pages a service, instead of one question for each name.
import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { paginateListFunctions } from "@aws-sdk/client-lambda";
import { paginateListQueues } from "@aws-sdk/client-sqs";
import { logGroupName } from "../../desired/names.ts";
import type { Clients } from "../clients.ts";

/** RevisionId by name. Lambda cannot filter by name: these are the pages of all functions of the account and region. */
export async function functionRevisions(clients: Clients, prefix: string): Promise<ReadonlyMap<string, string>> {
  const client = await clients.lambda();
  const revisions = new Map<string, string>();
  for await (const page of paginateListFunctions({ client, pageSize: 50 }, {})) {
    for (const { FunctionName = "", RevisionId = "" } of page.Functions ?? []) {
      if (FunctionName.startsWith(prefix)) revisions.set(FunctionName, RevisionId);
    }
  }
  return revisions;
}

export async function queueNames(clients: Clients, prefix: string): Promise<string[]> {
  const client = await clients.sqs();
  const names: string[] = [];
  for await (const page of paginateListQueues({ client, pageSize: 1_000 }, { QueueNamePrefix: prefix })) {
    names.push(...(page.QueueUrls ?? []).map((url) => url.slice(url.lastIndexOf("/") + 1)));
  }
  return names;
}

/** Retention in days (0: for ever) by name, of functions whose names start with the prefix. */
export async function logGroupRetentions(clients: Clients, prefix: string): Promise<ReadonlyMap<string, number>> {
  const client = await clients.logs();
  const retentions = new Map<string, number>();
  const input = { logGroupNamePrefix: logGroupName(prefix) };
  for await (const page of paginateDescribeLogGroups({ client, pageSize: 50 }, input)) {
    for (const { logGroupName: name = "", retentionInDays = 0 } of page.logGroups ?? [])
      retentions.set(name, retentionInDays);
  }
  return retentions;
}

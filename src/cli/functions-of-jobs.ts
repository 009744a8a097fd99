// Which function runs a job: the alias of the one that sync makes, or the existing one that the file names.
import { identityOf } from "../aws/identity.ts";
import { existingFunctionArn, liveAliasArn, type Place } from "../desired/arns.ts";
import { groupJobs } from "../desired/group-jobs.ts";
import type { Job, Model } from "../manifest/model.ts";
import type { Connection } from "./connection.ts";
import { CommandFailed } from "./errors.ts";
import type { Project } from "./project.ts";
import { refuseOtherAccount } from "./refuse-other-account.ts";

/** ARN by job. */
export function functionsOfJobs(model: Model, place: Place): ReadonlyMap<string, string> {
  const ours = groupJobs(model).flatMap(({ name, jobs }) => jobs.map((job) => [job.name, name] as const));
  const existing = model.jobs.flatMap(({ name, code }) =>
    "function" in code ? [[name, existingFunctionArn(place, code.function)] as const] : [],
  );
  const functions = new Map([...ours.map(([job, name]) => [job, liveAliasArn(place, name)] as const), ...existing]);
  // Letters of a former name are the renamed job's.
  for (const { name, was } of model.jobs) {
    const arn = functions.get(name);
    if (arn !== undefined) for (const former of was) functions.set(former, arn);
  }
  return functions;
}

export async function functionOf({ model }: Project, connection: Connection, job: Job): Promise<string> {
  const place = await identityOf(connection.clients);
  refuseOtherAccount(model.environment, place);
  const arn = functionsOfJobs(model, place).get(job.name);
  if (arn === undefined) throw new CommandFailed(`Job ${job.name} has no function`);
  return arn;
}

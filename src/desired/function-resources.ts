// What one function needs: its log group, its role, itself, and its asynchronous settings on alias live.
import { recordsRuns } from "../manifest/code.ts";
import type { Job, Model } from "../manifest/model.ts";
import { liveAliasArn, type Place, roleArn } from "./arns.ts";
import type { FunctionGroup } from "./group-jobs.ts";
import { failedQueueName, handlerName, invokeConfigName, ledgerTableName, logGroupName } from "./names.ts";
import { failedQueueArn, functionPolicy, functionTrust } from "./policies.ts";
import type { Resource, RoleResource, Tags } from "./resource.ts";

/** Logs outlive the history's default by nothing: both are kept 90 days. */
const LOG_RETENTION_DAYS = 90;

export function functionResources(
  model: Model,
  place: Place,
  group: FunctionGroup,
  codeSha256: string,
  tags: Tags,
): readonly Resource[] {
  const { name } = group;
  const { settings, retry, deadLetter } = group.jobs[0];
  const logGroup = logGroupName(name);
  const onFailureArn = failedQueueArn(place, deadLetter, failedQueueName(model.app, model.environment.name));
  return [
    { kind: "log-group", name: logGroup, retentionDays: LOG_RETENTION_DAYS, tags },
    ...(settings.role === undefined ? [functionRole(model, place, group, onFailureArn, tags)] : []),
    {
      kind: "function",
      name,
      description: `Jobs: ${group.jobs.map((job) => job.name).join(", ")}`.slice(0, 256),
      roleArn: settings.role ?? roleArn(place, name),
      handler: lambdaHandler(group.jobs[0].code),
      runtime: settings.runtime,
      architecture: settings.architecture,
      memoryMb: settings.memoryMb,
      timeoutSeconds: settings.timeoutSeconds,
      storageMb: settings.storageMb,
      environment: {
        ...settings.environment,
        LAMP_APP: model.app,
        LAMP_ENV: model.environment.name,
        // Whose run an event is that says nothing of a job, such as a test event by hand.
        LAMP_JOB: group.jobs[0].name,
        LAMP_LEDGER: ledgerTableName(model.app, model.environment.name),
      },
      layers: settings.layers,
      logGroup,
      codeSha256,
      tags,
    },
    {
      kind: "invoke-config",
      name: invokeConfigName(name),
      attempts: retry.attempts,
      maxAgeSeconds: retry.maxAgeSeconds,
      onFailureArn,
    },
  ];
}

/** Our bundle's own, or a module and a function in it; the folder of a Python handler is the root of its package. */
function lambdaHandler(code: Job["code"]): string {
  const { handler, entry } = "handler" in code ? code : { handler: "", entry: undefined };
  return entry === undefined ? "index.handler" : `${handlerName(handler)}.${entry}`;
}

function functionRole(
  model: Model,
  place: Place,
  group: FunctionGroup,
  failedQueue: string | undefined,
  tags: Tags,
): RoleResource {
  const names = {
    logGroup: logGroupName(group.name),
    table: ledgerTableName(model.app, model.environment.name),
    failedQueue,
    // A run that ends starts the one that waits for it.
    // Without our wrapper nothing of it writes to the ledger.
    jobs: !recordsRuns(group.jobs[0]) ? undefined : group.jobs.flatMap(({ name, was }) => [name, ...was]),
    self: group.jobs.some(({ overlap }) => overlap === "queue") ? liveAliasArn(place, group.name) : undefined,
  };
  return {
    kind: "role",
    name: group.name,
    description: `What the function ${group.name} may do`,
    trust: functionTrust(),
    policy: functionPolicy(place, names, group.jobs[0].settings.permissions),
    tags,
  };
}

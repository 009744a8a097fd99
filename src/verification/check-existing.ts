// What a resource of ours rests on that is not ours: an existing role, queue or function, named in the file and never changed.
import { existingFunctionArn, liveAliasArn, type Place, queueArn, roleArn } from "../desired/arns.ts";
import { unqualified } from "../desired/names.ts";
import { functionPolicy } from "../desired/policies.ts";
import type { Resource } from "../desired/resource.ts";
import type { Check } from "./check.ts";
import { checkFunction } from "./check-function.ts";
import { checkRole } from "./check-role.ts";
import { checkQueue } from "./check-storage.ts";
import { checkTelling } from "./check-telling.ts";
import type { Evidence } from "./evidence.ts";

/** ARNs of one resource, each undefined where it names none or one of ours. */
export interface Existing {
  readonly role: string | undefined;
  readonly queue: string | undefined;
  readonly function: string | undefined;
}

export function existingOf(resource: Resource, desired: readonly Resource[], place: Place): Existing {
  const own = new Set(
    desired.flatMap(({ kind, name }) => {
      if (kind === "role") return [roleArn(place, name)];
      if (kind === "queue") return [queueArn(place, name)];
      return kind === "function" ? [liveAliasArn(place, name)] : [];
    }),
  );
  const foreign = (arn: string | undefined) => (arn === undefined || own.has(arn) ? undefined : arn);
  return {
    role: resource.kind === "function" ? foreign(resource.roleArn) : undefined,
    queue:
      resource.kind === "schedule"
        ? foreign(resource.deadLetterArn)
        : resource.kind === "invoke-config"
          ? foreign(resource.onFailureArn)
          : undefined,
    function:
      resource.kind === "recording"
        ? existingFunctionArn(place, unqualified(resource.name))
        : resource.kind === "schedule"
          ? foreign(resource.targetArn)
          : undefined,
  };
}

/** Sentences about what is wrong, or could not be seen; none where all is well. */
export function checkExisting(
  resource: Resource,
  { role, queue, function: target }: Existing,
  desired: readonly Resource[],
  place: Place,
  evidence: Omit<Evidence, "resources">,
): readonly string[] {
  const absent = { kind: "absent" } as const;
  const said = (what: string, arn: string, checks: readonly Check[]) =>
    checks
      .filter(
        ({ result, detail }) => result === "NG" || (result === "SKIP" && !/conditions|not our queue/.test(detail)),
      )
      .map(({ check, detail, fix }) => `${what} ${arn}: ${check}: ${detail}${fix ? `; ${fix}` : ""}`);
  return [
    ...(role === undefined || resource.kind !== "function"
      ? []
      : said("role", role, checkRole(evidence.roles.get(role) ?? absent, needsOf(resource, desired, place)))),
    ...(queue === undefined ? [] : said("queue", queue, checkQueue(evidence.queues.get(queue) ?? absent, false))),
    ...(target === undefined
      ? []
      : said("function", target, checkFunction(evidence.functions.get(target) ?? absent, false))),
    ...(resource.kind === "recording" ? said("function", resource.name, checkTelling(resource, place, evidence)) : []),
  ];
}

/** Logs, the ledger where its runs are recorded, and the queue of what fails: what a role of ours would get. */
function needsOf(resource: Extract<Resource, { kind: "function" }>, desired: readonly Resource[], place: Place) {
  const config = desired.find((one) => one.kind === "invoke-config" && one.name.split(":", 1)[0] === resource.name);
  const names = {
    logGroup: resource.logGroup,
    table: resource.environment["LAMP_LEDGER"] ?? "",
    failedQueue: config?.kind === "invoke-config" ? config.onFailureArn : undefined,
    self: undefined,
    jobs: resource.runtime.startsWith("python") ? undefined : [],
  };
  const caller = { service: "lambda.amazonaws.com", context: {} };
  return { caller, policy: functionPolicy(place, names, []), own: false };
}

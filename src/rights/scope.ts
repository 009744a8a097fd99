// What a policy may name: the ARNs of one project in one environment, as patterns where what comes later has to match too.
import type { Place } from "../desired/arns.ts";
import {
  existingFunctionArn,
  functionArn,
  liveAliasArn,
  logGroupArn,
  queueArn,
  roleArn,
  scheduleGroupArn,
  tableArn,
} from "../desired/arns.ts";
import {
  failedQueueName,
  groupName,
  ledgerTableName,
  logGroupName,
  prefixOf,
  schedulerRoleName,
  undeliveredQueueName,
} from "../desired/names.ts";
import type { Model } from "../manifest/model.ts";

export interface Scope {
  readonly group: string;
  /** Every schedule of the group. */
  readonly schedules: string;
  readonly schedulerRole: string;
  /** The functions' roles, and the Scheduler's. */
  readonly roles: string;
  readonly functions: string;
  readonly liveAliases: string;
  /** With their streams. */
  readonly logGroups: string;
  readonly queues: readonly string[];
  readonly table: string;
  readonly indexes: string;
  /** Of others, that jobs name in the file: never changed. */
  readonly theirs: {
    readonly functions: readonly string[];
    readonly roles: readonly string[];
    readonly queues: readonly string[];
    readonly layers: readonly string[];
    /** Functions whose retries the file asks to be set. */
    readonly retried: readonly string[];
    /** What jobs replace: rules and schedules that are switched off for them. */
    readonly replacedRules: readonly string[];
    readonly replacedSchedules: readonly string[];
    /** Functions whose records go to the recorder. */
    readonly recorded: readonly string[];
    /** What `${ssm:/path}` stands for in the file. */
    readonly parameters: readonly string[];
  };
  /** What a sync makes up for by itself (`catchUp`): the functions that it may start, and the ledger where it looks. */
  readonly caughtUp: { readonly functions: readonly string[]; readonly ledger: readonly string[] };
  readonly place: Place;
}

/** An account that the environment's file does not name stands as `*`. */
export function placeOf({ environment }: Model): Place {
  const { region, account = "*" } = environment;
  return { partition: partitionOf(region), region, account };
}

/** AWS General Reference, Amazon Resource Names: partitions. */
function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

export function scopeOf(model: Model, place = placeOf(model)): Scope {
  const { app, jobs } = model;
  const environment = model.environment.name;
  const ours = `${prefixOf(app, environment)}-*`;
  const group = scheduleGroupArn(place, groupName(app, environment));
  const table = tableArn(place, ledgerTableName(app, environment));
  const liveAliases = liveAliasArn(place, ours);
  const caughtUp = jobs.filter(({ catchUp }) => catchUp !== undefined);
  return {
    group,
    schedules: `${group.replace(":schedule-group/", ":schedule/")}/*`,
    schedulerRole: roleArn(place, schedulerRoleName(app, environment)),
    roles: roleArn(place, ours),
    functions: functionArn(place, ours),
    liveAliases,
    logGroups: logGroupArn(place, logGroupName(ours)),
    queues: [undeliveredQueueName, failedQueueName].map((name) => queueArn(place, name(app, environment))),
    table,
    indexes: `${table}/index/*`,
    theirs: {
      functions: sorted(
        jobs.flatMap(({ code }) => ("function" in code ? [existingFunctionArn(place, code.function)] : [])),
      ),
      roles: sorted(jobs.flatMap(({ settings }) => settings.role ?? [])),
      queues: sorted(jobs.flatMap(({ deadLetter }) => (typeof deadLetter === "string" ? [deadLetter] : []))),
      layers: sorted(jobs.flatMap(({ settings }) => settings.layers)),
      retried: sorted(
        jobs.flatMap(({ code }) =>
          "function" in code && code.retries ? [existingFunctionArn(place, code.function)] : [],
        ),
      ),
      replacedRules: sorted(replacedOf(jobs, "rule/").map((name) => originArn(place, "events", name))),
      replacedSchedules: sorted(replacedOf(jobs, "schedule/").map((name) => originArn(place, "scheduler", name))),
      recorded: sorted(
        jobs.flatMap(({ code }) =>
          "function" in code && code.recorded ? [existingFunctionArn(place, code.function)] : [],
        ),
      ),
      parameters: sorted(
        model.parameters.map(({ name }) => {
          const { partition, region, account } = place;
          return `arn:${partition}:ssm:${region}:${account}:parameter/${name.replace(/^\//, "")}`;
        }),
      ),
    },
    caughtUp: {
      functions: sorted(
        caughtUp.map(({ code }) => ("function" in code ? existingFunctionArn(place, code.function) : liveAliases)),
      ),
      ledger: caughtUp.length > 0 ? [table] : [],
    },
    place,
  };
}

const replacedOf = (jobs: Model["jobs"], kind: "rule/" | "schedule/"): readonly string[] =>
  jobs.flatMap(({ replaces }) => (replaces?.startsWith(kind) ? [replaces] : []));

const originArn = ({ partition, region, account }: Place, service: string, name: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${name}`;

const sorted = (arns: readonly string[]): readonly string[] => [...new Set(arns)].sort();

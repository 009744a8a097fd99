// Every name we give to something in AWS is made here, and only here.
import { stableHash } from "../core/json.ts";

/** Lambda API, CreateFunction; IAM API, CreateRole: a function and its role have the same name. */
const LONGEST_FUNCTION_NAME = 64;

/** What all names of one environment start with. */
export const prefixOf = (app: string, environment: string): string => `${app}-${environment}`;

export const groupName = (app: string, environment: string): string => prefixOf(app, environment);
export const schedulerRoleName = (app: string, environment: string): string =>
  `${prefixOf(app, environment)}-scheduler`;
export const undeliveredQueueName = (app: string, environment: string): string =>
  `${prefixOf(app, environment)}-undelivered`;
export const failedQueueName = (app: string, environment: string): string => `${prefixOf(app, environment)}-failed`;
export const ledgerTableName = (app: string, environment: string): string => `${prefixOf(app, environment)}-ledger`;
export const functionName = (app: string, environment: string, part: string): string =>
  shortened(`${prefixOf(app, environment)}-${part}`);
export const logGroupName = (functionName: string): string => `/aws/lambda/${functionName}`;

/** The alias that schedules target: a new version takes over in one step. */
export const LIVE = "live";
export const invokeConfigName = (functionName: string): string => `${functionName}:${LIVE}`;

/** `<job>`, or `<job>.<name>` where a job has several schedules. */
export const scheduleName = (job: string, schedule: string | undefined): string =>
  schedule === undefined ? job : `${job}.${schedule}`;

/** The one-time schedule that makes up for a clock change, by the local date on which it runs. */
export const gapScheduleName = (schedule: string, wallMs: number): string =>
  `${schedule}.dst-${new Date(wallMs).toISOString().slice(0, 10).replaceAll("-", "")}`;

/** The ledger's partition that holds a job's runs. */
export const runPartition = (job: string): string => `JOB#${job}`;

/** No job's: their names begin with a letter or digit. */
export const WATCH_SCHEDULE = "_watch";
export const watchFunctionName = (app: string, environment: string): string => functionName(app, environment, "watch");

export const recorderFunctionName = (app: string, environment: string): string =>
  functionName(app, environment, "recorder");

/** An existing function as its settings are found: `<function>:<alias or version>`, `$LATEST` for one named without. */
export const qualifiedName = (named: string): string => (named.includes(":") ? named : `${named}:$LATEST`);

/** As a target of schedules: what is named without an alias is invoked without one. */
export const unqualified = (name: string): string => name.replace(/:\$LATEST$/, "");

/** The job of a schedule's name: job names hold no dot. */
export const jobOfSchedule = (name: string): string => name.split(".", 1)[0] ?? name;

/** `jobs/daily-report.ts` → `daily-report`; what a function's name may not hold becomes a dash. */
export function handlerName(path: string): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return file.replace(/\.[^.]+$/, "").replace(/[^A-Za-z0-9_-]/g, "-");
}

/** A name that is too long keeps its beginning and ends in a hash of the whole, so that it stays its own. */
function shortened(name: string): string {
  if (name.length <= LONGEST_FUNCTION_NAME) return name;
  return `${name.slice(0, LONGEST_FUNCTION_NAME - 9)}-${stableHash(name).slice(0, 8)}`;
}

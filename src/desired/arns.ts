// Every ARN we write is put together here, and only here.
import { LIVE } from "./names.ts";

/** Where the resources lie. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

const arn = (place: Place, service: string, rest: string): string =>
  `arn:${place.partition}:${service}:${place.region}:${place.account}:${rest}`;

/** IAM is global: its ARNs name no region. */
export const roleArn = (place: Place, name: string): string =>
  `arn:${place.partition}:iam::${place.account}:role/${name}`;
export const queueArn = (place: Place, name: string): string => arn(place, "sqs", name);
export const tableArn = (place: Place, name: string): string => arn(place, "dynamodb", `table/${name}`);
export const indexArn = (place: Place, table: string, name: string): string =>
  `${tableArn(place, table)}/index/${name}`;
export const functionArn = (place: Place, name: string): string => arn(place, "lambda", `function:${name}`);
export const liveAliasArn = (place: Place, name: string): string => `${functionArn(place, name)}:${LIVE}`;
export const logGroupArn = (place: Place, name: string): string => arn(place, "logs", `log-group:${name}`);
export const scheduleGroupArn = (place: Place, name: string): string =>
  arn(place, "scheduler", `schedule-group/${name}`);

/** Every schedule of a group. */
export const schedulesArn = (place: Place, group: string): string => arn(place, "scheduler", `schedule/${group}/*`);

/** An existing function as the manifest names it: a name, `name:alias`, or a whole ARN. */
export const existingFunctionArn = (place: Place, named: string): string =>
  named.startsWith("arn:") ? named : functionArn(place, named);

// Log group names and ARNs, as requests give them.
import type { EngineContext } from "../service.ts";
import { invalidParameter } from "./log-errors.ts";

export function groupArn(context: Pick<EngineContext, "region" | "account">, name: string): string {
  return `arn:aws:logs:${context.region}:${context.account}:log-group:${name}`;
}

/** The name in an ARN with or without the `:*` that DescribeLogGroups puts behind it. */
export function groupNameOfArn(arn: string): string {
  const match = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(:\*)?$/.exec(arn);
  if (!match?.[1]) throw invalidParameter("Invalid resourceArn: expected a log group's ARN");
  return match[1];
}

interface GroupReference {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
}

/** One of the two, never both (API reference of FilterLogEvents, GetLogEvents, DescribeLogStreams). */
export function groupNameOf({ logGroupName, logGroupIdentifier }: GroupReference): string {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidParameter("Give either logGroupName or logGroupIdentifier, and not both");
  }
  if (logGroupIdentifier?.startsWith("arn:")) return groupNameOfArn(logGroupIdentifier);
  return logGroupName ?? logGroupIdentifier ?? "";
}

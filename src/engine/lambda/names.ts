// Function names as callers write them (name, name:qualifier, partial ARN, ARN), and the ARNs that Lambda answers.
import { functionNotFound, invalid } from "./faults.ts";

export interface Place {
  readonly region: string;
  readonly account: string;
}

export interface FunctionReference {
  readonly name: string;
  /** An alias, a version number or `$LATEST`; undefined when none was given. */
  readonly qualifier: string | undefined;
}

const REFERENCE =
  /^(?:(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?)([a-zA-Z0-9-_]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** `Qualifier`, where the request has one, must agree with the one in the name. */
export function readReference(place: Place, text: string, qualifier?: string): FunctionReference {
  const match = REFERENCE.exec(text);
  if (!match?.[3]) throw invalid(`Invalid function name or ARN: ${text}`);
  const [, region, account, name, derived] = match;
  if ((region ?? place.region) !== place.region || (account ?? place.account) !== place.account) {
    throw functionNotFound(text);
  }
  if (qualifier !== undefined && derived !== undefined && qualifier !== derived) {
    throw invalid("The derived qualifier from the function name does not match the specified qualifier.");
  }
  return { name, qualifier: qualifier ?? derived };
}

export function functionArn(place: Place, name: string, qualifier?: string): string {
  return `arn:aws:lambda:${place.region}:${place.account}:function:${name}${qualifier === undefined ? "" : `:${qualifier}`}`;
}

export const LATEST = "$LATEST";
export const isVersion = (qualifier: string) => /^\d+$/.test(qualifier);

const DESTINATION_ACTIONS: Readonly<Record<string, string>> = {
  sqs: "sqs:SendMessage",
  lambda: "lambda:InvokeFunction",
  events: "events:PutEvents",
};

/** What a function's role has to be allowed so that Lambda can send its records there (Developer Guide, capturing records). */
export const destinationAction = (arn: string): string | undefined => DESTINATION_ACTIONS[arn.split(":")[2] ?? ""];

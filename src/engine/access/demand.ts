// What an operation demands of its caller: an action on a resource, with the condition keys that come with it.
// Names of actions, forms of resources and keys: Service Authorization Reference, one page per service.
import type { ContextValues, RequestContext } from "../iam/request-context.ts";

export interface Demand {
  /** `s3:PutObject` */
  readonly action: string;
  /** An ARN, or `*` where the action knows no resources. */
  readonly resource: string;
  /** By condition key in lower case. */
  readonly keys?: ContextValues;
  /** Further keys, whose values take work that few policies ask for. */
  readonly lookUp?: RequestContext;
  /** The resource's own policy must allow it as well, whoever asks: a role is taken only by whom it trusts. */
  readonly needsTrust?: boolean;
}

export const demand = (action: string, resource: string, keys?: ContextValues): Demand =>
  keys === undefined ? { action, resource } : { action, resource, keys };

/** Who hands a role to a service must be allowed to (IAM User Guide, granting permissions to pass a role to a service). */
export const passRole = (roleArn: string | undefined, service: string): Demand[] =>
  roleArn === undefined ? [] : [demand("iam:PassRole", roleArn, { "iam:passedtoservice": service })];

type Tags = Readonly<Record<string, string>>;

export function requestTags(tags: Tags): ContextValues {
  const named = Object.entries(tags).map(([key, value]) => [`aws:requesttag/${key.toLowerCase()}`, value] as const);
  return { ...Object.fromEntries(named), "aws:tagkeys": Object.keys(tags) };
}

export const tagsOfList = (tags: readonly { readonly Key: string; readonly Value?: string }[] = []): Tags =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value ?? ""]));

/** Making a thing with tags is tagging it as well. */
export const withTags = (made: Demand, tagging: string, tags: Tags): Demand[] =>
  Object.keys(tags).length === 0
    ? [made]
    : [{ ...made, keys: { ...made.keys, ...requestTags(tags) } }, demand(tagging, made.resource, requestTags(tags))];

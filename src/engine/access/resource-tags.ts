// The tags of a resource, for conditions on `aws:ResourceTag`: asked of its service as anybody would ask.
import type { Call, Service } from "../service.ts";

type Tags = Readonly<Record<string, string>>;
interface Listing {
  readonly operation: string;
  input(arn: string): object;
}

/** A version, an index or a stream has the tags of what it is part of. */
const LISTINGS: Readonly<Record<string, Listing>> = {
  dynamodb: { operation: "ListTagsOfResource", input: (arn) => ({ ResourceArn: arn.split("/index/")[0] }) },
  events: { operation: "ListTagsForResource", input: (ResourceARN) => ({ ResourceARN }) },
  iam: { operation: "ListRoleTags", input: (arn) => ({ RoleName: arn.slice(arn.lastIndexOf("/") + 1) }) },
  lambda: { operation: "ListTags", input: (arn) => ({ Resource: arn.split(":").slice(0, 7).join(":") }) },
  logs: { operation: "ListTagsForResource", input: (arn) => ({ resourceArn: arn.split(":log-stream:")[0] }) },
  scheduler: { operation: "ListTagsForResource", input: (ResourceArn) => ({ ResourceArn }) },
  sqs: {
    operation: "ListQueueTags",
    input: (arn) => ({ QueueUrl: `http://sqs/${arn.split(":").slice(4).join("/")}` }),
  },
};

/** Undefined where the resource is not there, or its service tags nothing of the kind. */
export function tagsOf(service: Service | undefined, arn: string, call: Pick<Call, "region">): Tags | undefined {
  const listing = service && LISTINGS[service.name];
  if (!listing) return undefined;
  try {
    const answer = service.operations[listing.operation]?.(listing.input(arn), call as Call) as Answer | undefined;
    const tags = answer?.Tags ?? answer?.tags ?? {};
    return Array.isArray(tags) ? Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) : (tags as Tags);
  } catch {
    return undefined;
  }
}

interface Answer {
  readonly Tags?: Tags | readonly { readonly Key: string; readonly Value: string }[];
  readonly tags?: Tags;
}

// The tags of a resource, for conditions on `aws:ResourceTag`: asked of its service as anybody would ask.
import type { Call, Service } from "../service.ts";

type Tags = Readonly<Record<string, string>>;
interface Listing {
  readonly operation: string;
  input(arn: string): object;
  /** Which resources of the service it lists for; all, when not given. */
  readonly of?: RegExp;
}

/** A version, an index or a stream has the tags of what it is part of. */
const LISTINGS: Readonly<Record<string, Listing>> = {
  dynamodb: { operation: "ListTagsOfResource", input: (arn) => ({ ResourceArn: arn.split("/index/")[0] }) },
  events: { operation: "ListTagsForResource", input: (ResourceARN) => ({ ResourceARN }) },
  lambda: { operation: "ListTags", input: (arn) => ({ Resource: arn.split(":").slice(0, 7).join(":") }) },
  logs: { operation: "ListTagsForResource", input: (arn) => ({ resourceArn: arn.split(":log-stream:")[0] }) },
  scheduler: { operation: "ListTagsForResource", input: (ResourceArn) => ({ ResourceArn }) },
  sqs: {
    operation: "ListQueueTags",
    input: (arn) => ({ QueueUrl: `http://sqs/${arn.split(":").slice(4).join("/")}` }),
  },
};

/** IAM names its roles and its policies apart; those of AWS have no tags. */
const IAM_LISTINGS: Readonly<Record<string, Listing>> = {
  role: { operation: "ListRoleTags", input: (arn) => ({ RoleName: arn.slice(arn.lastIndexOf("/") + 1) }) },
  policy: { operation: "GetPolicy", input: (PolicyArn) => ({ PolicyArn }) },
};

function listingOf(service: string, arn: string): Listing | undefined {
  return service === "iam" ? IAM_LISTINGS[arn.split(":")[5]?.split("/", 1)[0] ?? ""] : LISTINGS[service];
}

/** Undefined where the resource is not there, or its service tags nothing of the kind. */
export function tagsOf(service: Service | undefined, arn: string, call: Pick<Call, "region">): Tags | undefined {
  const listing = service && listingOf(service.name, arn);
  if (!listing) return undefined;
  try {
    const answer = service.operations[listing.operation]?.(listing.input(arn), call as Call) as Answer | undefined;
    const tags = answer?.Tags ?? answer?.tags ?? answer?.Policy?.Tags ?? {};
    return Array.isArray(tags) ? Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) : (tags as Tags);
  } catch {
    return undefined;
  }
}

type TagList = readonly { readonly Key: string; readonly Value: string }[];

interface Answer {
  readonly Tags?: Tags | TagList;
  readonly tags?: Tags;
  readonly Policy?: { readonly Tags?: TagList };
}

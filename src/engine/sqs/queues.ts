// A queue as stored, and the three ways it is named: URL, ARN and name.
import { ServiceError } from "../service.ts";
import { queueDoesNotExist } from "./errors.ts";
import type { Sqs } from "./sqs.ts";

export interface Queue {
  readonly id: number;
  readonly name: string;
  /** Only what was set; defaults are filled when asked (queue-attributes.ts). */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly purgedAt: number | undefined;
}

interface QueueRow {
  id: number;
  name: string;
  attributes: string;
  tags: string;
  created_at: number;
  modified_at: number;
  purged_at: number | null;
}

type Owner = Pick<Sqs, "account" | "region">;

export const queueUrl = (origin: string, owner: Owner, name: string) => `${origin}/${owner.account}/${name}`;
export const queueArn = (owner: Owner, name: string) => `arn:aws:sqs:${owner.region}:${owner.account}:${name}`;

export function queueNamed(sqs: Sqs, name: string): Queue | undefined {
  const row = sqs.store.get<QueueRow>("SELECT * FROM sqs_queues WHERE name = ?", name);
  return row && readQueue(row);
}

/** A queue's URL counts by its path alone: callers reach the engine under more than one host name. */
export function queueAt(sqs: Sqs, url: string): Queue {
  const place = placeInUrl(url);
  if (!place) throw new ServiceError("InvalidAddress", `The address ${url} is not valid for this endpoint.`);
  const { account, name } = place;
  const queue = account === sqs.account && name ? queueNamed(sqs, name) : undefined;
  if (!queue) throw queueDoesNotExist();
  return queue;
}

/** Read here only: what is allowed and what is done must be about the same queue. undefined for what is no address. */
export function placeInUrl(
  url: string,
): { readonly account: string | undefined; readonly name: string | undefined } | undefined {
  const parsed = URL.parse(url);
  if (!parsed) return undefined;
  const [account, name] = parsed.pathname.split("/").slice(-2);
  return { account, name };
}

export function queueOfArn(sqs: Sqs, arn: string): Queue | undefined {
  const name = /^arn:aws:sqs:([^:]*):([^:]*):([^:]+)$/.exec(arn);
  if (!name?.[3] || arn !== queueArn(sqs, name[3])) return undefined;
  return queueNamed(sqs, name[3]);
}

/** A queue's own policy, empty when it has none; undefined for a queue that is not there. Asked for with every call of a role. */
export function queuePolicyOf(sqs: Sqs, arn: string): string | undefined {
  const name = arn.slice(arn.lastIndexOf(":") + 1);
  if (arn !== queueArn(sqs, name)) return undefined;
  const sql = "SELECT json_extract(attributes, '$.Policy') AS policy FROM sqs_queues WHERE name = ?";
  const row = sqs.store.get<{ policy: string | null }>(sql, name);
  return row && (row.policy ?? "");
}

/** In order of name, which is the order of every listing. */
export function queuesAfter(sqs: Sqs, after: string): Queue[] {
  return sqs.store.all<QueueRow>("SELECT * FROM sqs_queues WHERE name > ? ORDER BY name", after).map(readQueue);
}

function readQueue(row: QueueRow): Queue {
  return {
    id: row.id,
    name: row.name,
    attributes: JSON.parse(row.attributes),
    tags: JSON.parse(row.tags),
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    purgedAt: row.purged_at ?? undefined,
  };
}

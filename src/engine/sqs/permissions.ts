// AddPermission and RemovePermission: statements of a queue's policy, by their labels (API Reference, AddPermission).
import { ServiceError } from "../service.ts";
import { invalidParameter } from "./errors.ts";
import { type Queue, queueArn, queueAt } from "./queues.ts";
import type { Sqs } from "./sqs.ts";

interface AddInput {
  readonly QueueUrl: string;
  readonly Label: string;
  readonly AWSAccountIds: readonly string[];
  readonly Actions: readonly string[];
}

interface Policy {
  readonly Statement: readonly { readonly Sid?: string }[];
}

const ACTIONS = "* ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ReceiveMessage SendMessage";
const MOST_ACTIONS = 7;

export const addPermission = (sqs: Sqs) => (input: AddInput) => {
  const queue = queueAt(sqs, input.QueueUrl);
  const { Label } = input;
  checkLabel(Label);
  const policy = policyOf(sqs, queue);
  if (policy.Statement.some(({ Sid }) => Sid === Label)) throw invalidParameter("Label", Label, "Already exists.");
  const principals = input.AWSAccountIds.map(checkedAccount).map((id) => `arn:aws:iam::${id}:root`);
  const statement = {
    ...{ Sid: Label, Effect: "Allow", Principal: { AWS: oneOrMany(principals) } },
    ...{ Action: oneOrMany(checkedActions(input.Actions)), Resource: queueArn(sqs, queue.name) },
  };
  write(sqs, queue, JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] }));
};

export const removePermission = (sqs: Sqs) => (input: Pick<AddInput, "QueueUrl" | "Label">) => {
  const queue = queueAt(sqs, input.QueueUrl);
  const policy = policyOf(sqs, queue);
  const left = policy.Statement.filter(({ Sid }) => Sid !== input.Label);
  if (left.length === policy.Statement.length) {
    throw invalidParameter("Label", input.Label, "can't find label on existing policy.");
  }
  write(sqs, queue, left.length === 0 ? "" : JSON.stringify({ ...policy, Statement: left }));
};

function policyOf(sqs: Sqs, queue: Queue): Policy {
  const text = queue.attributes["Policy"];
  const made = { Version: "2008-10-17", Id: `${queueArn(sqs, queue.name)}/SQSDefaultPolicy` };
  const found = text ? (JSON.parse(text) as Partial<Policy>) : made;
  return { ...found, Statement: [(found as Partial<Policy>).Statement ?? []].flat() };
}

function write(sqs: Sqs, queue: Queue, policy: string): void {
  sqs.store.run(
    "UPDATE sqs_queues SET attributes = json_set(attributes, '$.Policy', ?), modified_at = ? WHERE id = ?",
    policy,
    Math.floor(sqs.clock.now() / 1_000) * 1_000,
    queue.id,
  );
}

function checkLabel(label: string): void {
  if (/^[A-Za-z0-9_-]{1,80}$/.test(label)) return;
  const rule = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.";
  throw invalidParameter("Label", label, rule);
}

function checkedAccount(id: string): string {
  if (/^\d{12}$/.test(id)) return id;
  throw invalidParameter("PrincipalId", id, "Unable to verify.");
}

/** They begin with the service in a policy, not in the request. */
function checkedActions(actions: readonly string[]): string[] {
  if (actions.length > MOST_ACTIONS) {
    throw new ServiceError("OverLimit", `${actions.length} Actions were found, maximum allowed is ${MOST_ACTIONS}.`);
  }
  const unknown = actions.find((action) => !ACTIONS.split(" ").includes(action));
  if (unknown !== undefined)
    throw invalidParameter(
      "ActionName",
      unknown,
      `Only the queue owner is allowed to invoke this action, or it is none: expected one of ${ACTIONS}.`,
    );
  return actions.map((action) => `SQS:${action}`);
}

const oneOrMany = (texts: readonly string[]) => (texts.length === 1 ? texts[0] : texts);

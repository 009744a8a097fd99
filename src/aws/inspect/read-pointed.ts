// Roles, queues and functions by their ARNs, whoever they belong to: what is there, what is not, what may not be seen.
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { inParallel } from "../../core/in-parallel.ts";
import type { Evidence, FunctionFacts, QueueFacts, Reading } from "../../verification/evidence.ts";
import type { Clients } from "../clients.ts";
import { readingOf } from "./reading.ts";
import { roleFacts } from "./role-facts.ts";

/** ARNs. */
export interface Pointed {
  readonly roles: ReadonlySet<string>;
  readonly queues: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
}

/** Reads at once: IAM's are the slowest to allow. */
const AT_ONCE = 8;

/** With the roles of the functions that are to tell of their runs: which those are only AWS knows. */
export async function readPointed(
  clients: Clients,
  pointed: Pointed,
  telling: ReadonlySet<string>,
): Promise<Omit<Evidence, "resources">> {
  const read = await readNamed(clients, pointed);
  const roles = [...telling].flatMap((arn) => {
    const found = read.functions.get(arn);
    return found?.kind === "found" && !read.roles.has(found.value.roleArn) ? [found.value.roleArn] : [];
  });
  const more = await readRoles(clients, new Set(roles));
  return { ...read, roles: new Map([...read.roles, ...more]) };
}

const readRoles = (clients: Clients, arns: ReadonlySet<string>) =>
  readEach(arns, async (arn) => roleFacts(await clients.iam(), arn));

async function readNamed(clients: Clients, pointed: Pointed): Promise<Omit<Evidence, "resources">> {
  const [roles, queues, functions] = await Promise.all([
    readRoles(clients, pointed.roles),
    readEach(pointed.queues, async (arn): Promise<QueueFacts> => {
      const sqs = await clients.sqs();
      const QueueName = arn.slice(arn.lastIndexOf(":") + 1);
      const { QueueUrl } = await sqs.send(
        new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId: arn.split(":")[4] }),
      );
      const AttributeNames = ["All" as const];
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
      const retentionSeconds = Number(Attributes?.MessageRetentionPeriod ?? 345_600);
      return { retentionSeconds, fifo: Attributes?.FifoQueue === "true" };
    }),
    readEach(pointed.functions, async (arn): Promise<FunctionFacts> => {
      const lambda = await clients.lambda();
      const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: arn }));
      return {
        state: found.State ?? "Active",
        lastUpdate: found.LastUpdateStatus ?? "Successful",
        reason: found.StateReason ?? found.LastUpdateStatusReason,
        version: found.Version ?? "$LATEST",
        roleArn: found.Role ?? "",
      };
    }),
  ]);
  return { roles, queues, functions };
}

async function readEach<T>(
  arns: ReadonlySet<string>,
  look: (arn: string) => Promise<T | undefined>,
): Promise<ReadonlyMap<string, Reading<T>>> {
  return new Map(await inParallel([...arns], AT_ONCE, async (arn) => [arn, await readingOf(look(arn))] as const));
}

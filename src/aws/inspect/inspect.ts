// Reads everything that a verification judges: what is wanted, and what the schedules that are there point to.
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import type { Clock } from "../../core/clock.ts";
import { inParallel } from "../../core/in-parallel.ts";
import { liveAliasArn, type Place, queueArn } from "../../desired/arns.ts";
import { type Resource, resourceKey } from "../../desired/resource.ts";
import type { Evidence, FunctionFacts, QueueFacts, Reading } from "../../verification/evidence.ts";
import type { Clients } from "../clients.ts";
import { adapterOf, createAdapters } from "../resources/adapters.ts";
import { readingOf } from "./reading.ts";
import { roleFacts } from "./role-facts.ts";

/** Reads at once: IAM's are the slowest to allow. */
const AT_ONCE = 8;

export async function inspect(
  clients: Clients,
  clock: Clock,
  desired: readonly Resource[],
  place: Place,
): Promise<Evidence> {
  const adapters = createAdapters({ clients, clock });
  const others = desired.filter(({ kind }) => kind !== "role" && kind !== "function" && kind !== "queue");
  const read = await inParallel(others, AT_ONCE, async (resource) => {
    const look = adapterOf(adapters, resource).read(resource as never);
    return [resourceKey(resource), await readingOf<Resource>(look)] as const;
  });
  const actual = read.flatMap(([, reading]) => (reading.kind === "found" ? [reading.value] : []));
  const pointed = pointedAt([...desired, ...actual], place);
  const [iam, sqs, lambda] = await Promise.all([clients.iam(), clients.sqs(), clients.lambda()]);
  const [roles, queues, functions] = await Promise.all([
    readEach(pointed.roles, (arn) => roleFacts(iam, arn)),
    readEach(pointed.queues, async (arn): Promise<QueueFacts> => {
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
      const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: arn }));
      return {
        state: found.State ?? "Active",
        lastUpdate: found.LastUpdateStatus ?? "Successful",
        reason: found.StateReason ?? found.LastUpdateStatusReason,
        version: found.Version ?? "$LATEST",
      };
    }),
  ]);
  return { roles, queues, functions, resources: new Map(read) };
}

async function readEach<T>(
  arns: ReadonlySet<string>,
  look: (arn: string) => Promise<T | undefined>,
): Promise<ReadonlyMap<string, Reading<T>>> {
  return new Map(await inParallel([...arns], AT_ONCE, async (arn) => [arn, await readingOf(look(arn))] as const));
}

/** Every ARN that one of these names, with our own. */
function pointedAt(resources: readonly Resource[], place: Place) {
  const [roles, queues, functions] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const one of resources) {
    if (one.kind === "queue") queues.add(queueArn(place, one.name));
    if (one.kind === "invoke-config" && one.onFailureArn) queues.add(one.onFailureArn);
    if (one.kind === "function") functions.add(liveAliasArn(place, one.name));
    if (one.kind === "function" || one.kind === "schedule") roles.add(one.roleArn);
    if (one.kind !== "schedule") continue;
    functions.add(one.targetArn);
    if (one.deadLetterArn) queues.add(one.deadLetterArn);
  }
  return { roles, queues, functions };
}

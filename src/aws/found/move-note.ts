// That a move switched a rule off, and when: on the rule itself, where whoever finds it disabled looks, and the next command too.
import type { Clients } from "../clients.ts";

const MOVED_AT = "lamplighter:moved-at";
const MOVED_TO = "lamplighter:moved-to";

/** `group` is where the schedules are that take its place. */
export async function noteMove(
  clients: Pick<Clients, "events">,
  ruleArn: string,
  group: string,
  at: number,
): Promise<void> {
  const [events, { TagResourceCommand }] = await Promise.all([clients.events(), import("@aws-sdk/client-eventbridge")]);
  const Tags = [
    { Key: MOVED_AT, Value: new Date(at).toISOString() },
    { Key: MOVED_TO, Value: group },
  ];
  await events.send(new TagResourceCommand({ ResourceARN: ruleArn, Tags }));
}

export async function unnoteMove(clients: Pick<Clients, "events">, ruleArn: string): Promise<void> {
  const [events, { UntagResourceCommand }] = await Promise.all([
    clients.events(),
    import("@aws-sdk/client-eventbridge"),
  ]);
  await events.send(new UntagResourceCommand({ ResourceARN: ruleArn, TagKeys: [MOVED_AT, MOVED_TO] }));
}

/** Epoch milliseconds; undefined where no move did it. */
export async function movedAt(clients: Pick<Clients, "events">, ruleArn: string): Promise<number | undefined> {
  const [events, { ListTagsForResourceCommand }] = await Promise.all([
    clients.events(),
    import("@aws-sdk/client-eventbridge"),
  ]);
  const { Tags = [] } = await events.send(new ListTagsForResourceCommand({ ResourceARN: ruleArn }));
  const at = Date.parse(Tags.find(({ Key }) => Key === MOVED_AT)?.Value ?? "");
  return Number.isNaN(at) ? undefined : at;
}

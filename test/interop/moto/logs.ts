// Random CloudWatch Logs sequences: groups, streams, events put and read back, retention, tags.
import type { Command } from "../differential/command.ts";
import type { Dice } from "../differential/dice.ts";

const GROUPS = ["/aws/lambda/one", "/aws/lambda/two"];
const STREAMS = ["2027/a", "2027/b"];
const WORDS = ["START", "ERROR", "done", "timeout"];
const PAGES = { token: "nextToken", from: "nextToken" } as const;

export function logsSequence(dice: Dice, length: number, now: number): Command[] {
  const group = () => (dice.chance(0.97) ? dice.pick(GROUPS) : "missing");
  const stream = () => ({ logGroupName: group(), logStreamName: dice.pick(STREAMS) });
  let at = now - 3_600_000;
  const event = () => {
    at += 1_000;
    return { timestamp: at, message: `${dice.pick(WORDS)} ${dice.pick(WORDS)}` };
  };
  const events = () => dice.times(dice.between(1, 4), event);
  const step = (): Command =>
    dice.weighted<Command>([
      [1, () => logs("CreateLogGroup", { logGroupName: dice.pick(GROUPS), ...tags(dice) })],
      [2, () => logs("CreateLogStream", stream())],
      [6, () => logs("PutLogEvents", { ...stream(), logEvents: events() }, { without: ["nextSequenceToken"] })],
      [
        3,
        () =>
          logs(
            "GetLogEvents",
            { ...stream(), startFromHead: dice.chance(0.5) },
            { without: ["nextForwardToken", "nextBackwardToken"] },
          ),
      ],
      [5, () => filter(dice, group())],
      [1, () => logs("DescribeLogGroups", {}, { pages: PAGES, unordered: ["logGroups"] })],
      [2, () => logs("DescribeLogStreams", { logGroupName: group() }, { pages: PAGES })],
      [1, () => logs("PutRetentionPolicy", { logGroupName: group(), retentionInDays: dice.pick([1, 30, 365]) })],
      [1, () => logs("DeleteRetentionPolicy", { logGroupName: group() })],
      [1, () => logs("ListTagsForResource", { resourceArn: arn(group()) })],
      [1, () => logs("TagResource", { resourceArn: arn(group()), tags: { owner: dice.pick(["a", "b"]) } })],
      [1, () => logs("UntagResource", { resourceArn: arn(group()), tagKeys: ["owner"] })],
      [0.5, () => logs("DeleteLogStream", stream())],
      [0.5, () => logs("DeleteLogGroup", { logGroupName: group() })],
    ]);
  const made = GROUPS.flatMap((logGroupName) => [
    logs("CreateLogGroup", { logGroupName }),
    ...STREAMS.map((logStreamName) => logs("CreateLogStream", { logGroupName, logStreamName })),
  ]);
  return [...made, ...dice.times(length, step)];
}

const logs = (operation: string, input: object, more: Partial<Command> = {}): Command => {
  return { service: "logs", operation, input, ...more };
};
const arn = (group: string) => `arn:aws:logs:us-east-1:000000000000:log-group:${group}`;
const tags = (dice: Dice) => (dice.chance(0.5) ? { tags: { team: "x" } } : {});

function filter(dice: Dice, logGroupName: string): Command {
  const input = {
    logGroupName,
    ...(dice.chance(0.5) ? { filterPattern: dice.pick(["ERROR", '"START done"', "timeout"]) } : {}),
    ...(dice.chance(0.3) ? { logStreamNames: ["2027/a"] } : {}),
  };
  return logs("FilterLogEvents", input, {
    pages: PAGES,
    unordered: ["events"],
    without: ["searchedLogStreams", "eventId"],
  });
}

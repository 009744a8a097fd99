// The pages of a group's schedules: who they are and when each was changed last.
import { ListSchedulesCommand, type SchedulerClient } from "@aws-sdk/client-scheduler";
import { unlessAbsent } from "../resources/adapter.ts";
import { servedAt } from "../served-at.ts";

export interface ListedSchedule {
  readonly name: string;
  readonly arn: string;
  /** Epoch milliseconds by the service's clock; undefined where it does not say. */
  readonly createdAt: number | undefined;
  readonly modifiedAt: number | undefined;
  /** When the service gave this page. */
  readonly servedAt: number | undefined;
}

const PAGE = 100;
/** What names are made of (Scheduler API, Name): together these prefixes leave none out. */
const FIRST_CHARACTERS = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."];
/** Pages follow each other, so a long listing is cut by first characters into several that do not wait for one another. */
const LONG = 10 * PAGE;

export interface Listing {
  /** The first ARN that comes, long before the last page; undefined when there is none. */
  readonly firstArn: Promise<string | undefined>;
  /** undefined when there is no such group. */
  readonly schedules: Promise<readonly ListedSchedule[] | undefined>;
}

/** `expected` are the names that are likely there: they say where cutting helps. */
export function listSchedules(client: SchedulerClient, group: string, expected: readonly string[]): Listing {
  let onArn: (arn: string | undefined) => void = () => {};
  const firstArn = new Promise<string | undefined>((resolve) => {
    onArn = resolve;
  });
  const pages = chainsFor(expected).map((prefix) => chain(client, group, prefix, onArn));
  const schedules = Promise.all(pages)
    .then((chains) => (chains.some((found) => !found) ? undefined : chains.flatMap((found) => found ?? [])))
    .finally(() => onArn(undefined));
  return { firstArn, schedules };
}

/** The empty prefix alone, or one for each first character: only where no single one would have to do most of it. */
export function chainsFor(expected: readonly string[]): readonly (string | undefined)[] {
  if (expected.length < LONG) return [undefined];
  const counts = new Map<string, number>();
  for (const name of expected) counts.set(name.charAt(0), (counts.get(name.charAt(0)) ?? 0) + 1);
  return Math.max(...counts.values()) > expected.length / 2 ? [undefined] : FIRST_CHARACTERS;
}

async function chain(
  client: SchedulerClient,
  group: string,
  prefix: string | undefined,
  onArn: (arn: string) => void,
): Promise<ListedSchedule[] | undefined> {
  const found: ListedSchedule[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListSchedulesCommand({ GroupName: group, NamePrefix: prefix, MaxResults: PAGE, NextToken });
    const page = await unlessAbsent(client.send(command));
    if (!page) return undefined;
    for (const { Name = "", Arn = "", CreationDate, LastModificationDate } of page.Schedules ?? []) {
      const [createdAt, modifiedAt] = [CreationDate?.getTime(), LastModificationDate?.getTime()];
      found.push({ name: Name, arn: Arn, createdAt, modifiedAt, servedAt: servedAt(page) });
    }
    if (found[0]) onArn(found[0].arn);
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

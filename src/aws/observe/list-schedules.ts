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
const LONG = 5 * PAGE;

/** undefined when there is no such group. `expected` are the names that are likely there: they say where cutting helps. */
export async function listSchedules(
  client: SchedulerClient,
  group: string,
  expected: readonly string[],
): Promise<readonly ListedSchedule[] | undefined> {
  const chains = await Promise.all(chainsFor(expected).map((prefix) => chain(client, group, prefix)));
  return chains.some((found) => found === undefined) ? undefined : chains.flatMap((found) => found ?? []);
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
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

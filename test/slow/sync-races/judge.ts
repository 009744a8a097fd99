// Judges a race: nobody changed anything without the lock, the end is that of one after the other, and each was told the truth.
import type { Members } from "../sync-faults/direct-clients.ts";
import type { World } from "../sync-faults/world.ts";
import type { Act } from "./acts.ts";
import { alone, type Outcome, type Ran, serialState, UNTIL_GONE_MS } from "./run-race.ts";
import { stateOf } from "./state-of.ts";

const TABLE = "acme-local-ledger";

/** Stopped by the lock, or by what the other has destroyed under its eyes. */
const STOPPED =
  /away for so long|did not become ready .*no such table|at the same time: sync again|First: lamp sync|ResourceNotFoundException|QueueDoesNotExist|NoSuchEntity/;

/** What should not have been; undefined when all is well. */
export async function judge({ race, world, witness, ran }: Outcome): Promise<string | undefined> {
  const { clock, engine } = world;
  const [first, second] = ran;
  const told = witness.wrong ?? interleaved(witness.changers) ?? untrue(first, second) ?? untrue(second, first);
  if (told !== undefined) return told;
  await clock.advanceTo(clock.now() + UNTIL_GONE_MS);
  const order = inOrder(ran, witness.holders, [...witness.changers, ...(witness.maker ? [witness.maker] : [])]);
  const halfDone = order.filter((one, index) => !isDone(one) && !order.slice(index + 1).some(puts));
  const certain = order.every(isDone);
  if (certain) {
    const wrong = await unlike([order], race.before, world);
    if (wrong !== undefined) return wrong;
  }
  for (const { act } of halfDone) {
    const end = await alone(act, world);
    if (end.code !== 0) return `${act.name}, run again alone, ends with ${end.code}: ${end.why}`;
  }
  await clock.advanceTo(clock.now() + UNTIL_GONE_MS);
  const last = [...order.filter(isDone), ...halfDone].map(({ act }) => act);
  const [a, b] = race.acts;
  const wrong = await unlike(
    [[a, b], [b, a], [a], [b], [a, b, a], [b, a, b]].map((acts) => acts.map((act) => ({ act }))),
    race.before,
    world,
  );
  if (wrong !== undefined && !certain) return wrong;
  const leaves = [...race.before, ...last].findLast((act) => act.leaves !== undefined);
  if (!leaves || leaves.leaves === "nothing") return undefined;
  const again = await alone({ ...leaves }, world);
  if (again.code !== 0 || again.actions > 0) return `${leaves.name} still had to do: ${JSON.stringify(again)}`;
  return misremembered(engine);
}

const isDone = ({ end }: Ran): boolean => end?.code === 0;
/** After it nothing is left of what another did by halves. */
const puts = (ran: Ran): boolean => isDone(ran) && ran.act.leaves !== undefined;

/** Those that did something, as they had the lock. */
function inOrder(ran: readonly Ran[], holders: readonly string[], changers: readonly string[]): readonly Ran[] {
  const rank = ({ name }: Ran) => holders.indexOf(name);
  return ran.filter((one) => isDone(one) || changers.includes(one.name)).sort((a, b) => rank(a) - rank(b));
}

/** One that changed something, then the other, then the first again. */
const interleaved = (changers: readonly string[]): string | undefined =>
  changers.length > new Set(changers).size ? `changes of ${changers.join(", then of ")}` : undefined;

/** A command that was refused names who was at it, one that was stopped on the way does not say that all is done. */
function untrue({ name, end }: Ran, other: Ran): string | undefined {
  if (!end || end.code === 0) return undefined;
  if (end.refusal !== undefined) {
    const names = end.refusal.startsWith(`${other.name} runs ${other.act.what} here since`);
    return names && end.code === 1 ? undefined : `${name} was told, with ${end.code}: ${end.refusal}`;
  }
  const isKnown = STOPPED.test(end.why);
  return isKnown && [1, 4].includes(end.code) ? undefined : `${name} ended with ${end.code}: ${end.why}`;
}

async function unlike(
  orders: readonly (readonly { readonly act: Act }[])[],
  before: readonly Act[],
  { engine }: World,
): Promise<string | undefined> {
  const state = await stateOf(engine);
  const differences: string[] = [];
  for (const order of orders) {
    const acts = order.map(({ act }) => act);
    const expected = await serialState([...before, ...acts]);
    if (state === expected) return undefined;
    differences.push(`after ${acts.map(({ name }) => name).join(", ") || "nothing"}: ${difference(state, expected)}`);
  }
  return `the end is not that of one after the other\n    ${differences.join("\n    ")}`;
}

function difference(is: string, wanted: string): string {
  let at = 0;
  while (is[at] === wanted[at]) at++;
  const around = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  return `…${around(is)}… instead of …${around(wanted)}…`;
}

/** A schedule of which the ledger's last word is not what is in force: missed runs would be counted by the wrong one. */
async function misremembered(engine: World["engine"]): Promise<string | undefined> {
  const group = { GroupName: "acme-local" };
  const { Schedules } = await engine.callUnchecked("scheduler", "ListSchedules", { ...group, MaxResults: 100 });
  for (const { Name } of Schedules as { Name: string }[]) {
    const { ScheduleExpression, State } = await engine.callUnchecked("scheduler", "GetSchedule", { ...group, Name });
    const { Items } = await engine.callUnchecked("dynamodb", "Query", {
      TableName: TABLE,
      KeyConditionExpression: "pk = :job AND begins_with(sk, :revision)",
      ExpressionAttributeValues: { ":job": { S: `JOB#${Name}` }, ":revision": { S: "REV#" } },
    });
    const last = (Items as Members[]).at(-1) as Readonly<Record<string, { S?: string; BOOL?: boolean }>> | undefined;
    const [noted, on] = [last?.["expression"]?.S, last?.["enabled"]?.BOOL];
    if (noted === ScheduleExpression && on === (State === "ENABLED")) continue;
    return `${Name} is ${ScheduleExpression} ${State}, and noted as ${noted} ${on ? "ENABLED" : "DISABLED"}`;
  }
  return undefined;
}

// One race from its seed: both commands on one engine, the witness at the door, and what is left judged afterwards.
import { seededRandom } from "../seeded-random.ts";
import { connectionOf } from "../sync-faults/connection.ts";
import type { Send } from "../sync-faults/direct-clients.ts";
import { FaultyDoor, READING, settledOf } from "../sync-faults/faulty-door.ts";
import { hurriedClock } from "../sync-faults/hurried-clock.ts";
import { openWorld, type World } from "../sync-faults/world.ts";
import type { Act, End } from "./acts.ts";
import { drawRace, type Race } from "./draw-race.ts";
import { Interleaving, Process } from "./interleaving.ts";
import { stateOf } from "./state-of.ts";
import { Witness } from "./witness.ts";

/** A group that is being deleted is still there for a while; a lease is over too. */
export const UNTIL_GONE_MS = 61_000;

export const NAMES = ["ada", "bob"] as const;

/** One of the two commands when all is over; `end` is undefined for one that died. */
export interface Ran {
  readonly name: string;
  readonly act: Act;
  readonly end: End | undefined;
}

export interface Outcome {
  readonly race: Race;
  readonly world: World;
  readonly witness: Witness;
  readonly ran: readonly [Ran, Ran];
  readonly trace: readonly string[];
}

/** The world is the caller's to close. */
export async function runRace(seed: number): Promise<Outcome> {
  const random = seededRandom(seed);
  const race = drawRace(random);
  const world = openWorld();
  for (const act of race.before) await alone(act, world);
  const witness = new Witness(world.engine, world.clock);
  const door = new FaultyDoor(world.engine, new Map(), (change) => witness.see(change));
  const interleaving = new Interleaving(world.clock, random);
  const ends: (End | undefined)[] = [undefined, undefined];
  for (const [index, act] of race.acts.entries()) {
    const process = new Process(NAMES[index] ?? "", race.fates[index] ?? race.fates[0]);
    const send = raced(door, interleaving, process);
    interleaving.add(process, async () => {
      const connection = connectionOf(send, interleaving.clockOf(process));
      ends[index] = await act.run(connection, process.name, race.patienceMs[index] ?? 0);
    });
  }
  await interleaving.run();
  const ran = race.acts.map((act, index) => ({ name: NAMES[index] ?? "", act, end: ends[index] }));
  return { race, world, witness, ran: ran as unknown as readonly [Ran, Ran], trace: interleaving.trace };
}

/** Each request waits for its turn to arrive, and each answer for its turn to be heard. */
function raced(door: FaultyDoor, interleaving: Interleaving, process: Process): Send {
  return async (service, operation, input) => {
    const what = `${service} ${operation}${nameIn(input)}`;
    const isChange = !READING.test(operation);
    const { send } = door.enter(process.name, () => interleaving.turn(process, "request", what, isChange));
    const answer = await settledOf(send(service, operation, input));
    await interleaving.turn(process, "answer", what, isChange);
    return answer();
  };
}

function nameIn(input: Readonly<Record<string, unknown>>): string {
  const { Name, FunctionName, RoleName, Key, Item } = input as Readonly<Record<string, string>> & {
    readonly Key?: { readonly sk?: { readonly S?: string } };
    readonly Item?: { readonly sk?: { readonly S?: string } };
  };
  const name = Name ?? FunctionName ?? RoleName ?? Key?.sk?.S ?? Item?.sk?.S;
  return name === undefined ? "" : ` ${name}`;
}

/** Nobody else is there. */
export async function alone(act: Act, { engine, clock }: World): Promise<End> {
  const { send } = new FaultyDoor(engine, new Map()).enter("alone");
  const connection = connectionOf(send, hurriedClock(clock));
  const end = await act.run(connection, "alone", 0);
  connection.clients.close();
  return end;
}

const known = new Map<string, Promise<string>>();

/** What the acts leave, one after the other. */
export function serialState(acts: readonly Act[]): Promise<string> {
  const key = acts.map(({ name }) => name).join(", ");
  const state = known.get(key) ?? oneByOne(acts);
  known.set(key, state);
  return state;
}

async function oneByOne(acts: readonly Act[]): Promise<string> {
  const world = openWorld();
  for (const act of acts) await alone(act, world);
  await world.clock.advanceTo(world.clock.now() + UNTIL_GONE_MS);
  const state = await stateOf(world.engine);
  await world.close();
  return state;
}

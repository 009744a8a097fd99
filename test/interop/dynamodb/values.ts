// Random attribute values from small pools, so that conditions and keys meet.
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Dice } from "../differential/dice.ts";

const STRINGS = ["a", "b", "ab", "abc", "B", "é", "10", "🂡"];
const NUMBERS = ["0", "1", "-1", "2", "10", "2.5", "-0.001", "1E3", "99999999999999999999999999999999999999", "1e-130"];
const BYTES = [[0], [1], [0, 1], [255], [97, 98]].map((bytes) => Uint8Array.from(bytes));

export const text = (dice: Dice): AttributeValue => ({ S: dice.pick(STRINGS) });
export const number = (dice: Dice): AttributeValue => ({ N: dice.pick(NUMBERS) });
export const bytes = (dice: Dice): AttributeValue => ({ B: dice.pick(BYTES) });

export function keyValue(dice: Dice, type: string): AttributeValue {
  if (type === "N") return { N: dice.pick(NUMBERS.slice(0, 8)) };
  return type === "B" ? bytes(dice) : text(dice);
}

export function anyValue(dice: Dice, depth = 0): AttributeValue {
  return dice.weighted<AttributeValue>([
    [4, () => text(dice)],
    [4, () => number(dice)],
    [1, () => bytes(dice)],
    [1, () => ({ BOOL: dice.chance(0.5) })],
    [0.5, () => ({ NULL: true })],
    [0.3, () => ({ S: "" })],
    [1, () => ({ SS: distinct(dice, STRINGS) })],
    [1, () => ({ NS: distinct(dice, NUMBERS) })],
    [0.4, () => ({ BS: distinct(dice, BYTES) })],
    [depth > 1 ? 0 : 1.5, () => ({ L: dice.times(dice.int(4), () => anyValue(dice, depth + 1)) })],
    [depth > 1 ? 0 : 1.5, () => ({ M: someAttributes(dice, ["a", "b", "x"], depth + 1) })],
  ]);
}

export function someAttributes(dice: Dice, names: readonly string[], depth = 0): Record<string, AttributeValue> {
  return Object.fromEntries(dice.some(names).map((name) => [name, anyValue(dice, depth)]));
}

/** At least one, each once: numbers as DynamoDB counts them. */
function distinct<T>(dice: Dice, pool: readonly T[]): T[] {
  const [first, ...more] = dice.some(pool, 3);
  return [first ?? dice.pick(pool), ...more];
}

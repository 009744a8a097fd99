// Random condition, update and projection expressions. Most are valid; a few are what DynamoDB must refuse.
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Dice } from "../differential/dice.ts";
import { ATTRIBUTES } from "./tables.ts";
import { anyValue, number, text } from "./values.ts";

/** The placeholders of one request. */
export class Placeholders {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, AttributeValue> = {};

  name(attribute: string): string {
    const known = Object.entries(this.names).find(([, named]) => named === attribute);
    const placeholder = known?.[0] ?? `#n${Object.keys(this.names).length}`;
    this.names[placeholder] = attribute;
    return placeholder;
  }

  value(value: AttributeValue): string {
    const placeholder = `:v${Object.keys(this.values).length}`;
    this.values[placeholder] = value;
    return placeholder;
  }

  parameters(): object {
    return {
      ...(Object.keys(this.names).length > 0 ? { ExpressionAttributeNames: this.names } : {}),
      ...(Object.keys(this.values).length > 0 ? { ExpressionAttributeValues: this.values } : {}),
    };
  }
}

/** `size` is a reserved word, so it always stands behind a placeholder; the others do sometimes. */
function path(dice: Dice, places: Placeholders, attributes: readonly string[] = ATTRIBUTES): string {
  const attribute = dice.pick(attributes);
  const start = attribute === "size" || dice.chance(0.4) ? places.name(attribute) : attribute;
  return dice.weighted([
    [6, () => start],
    [1, () => `${start}.${dice.chance(0.3) ? places.name("x") : dice.pick(["a", "b"])}`],
    [1, () => `${start}[${dice.int(3)}]`],
    [0.3, () => `${start}[0].a`],
  ]);
}

const ALL_PATHS = ["pk", "sk", ...ATTRIBUTES];
const TYPES = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"];

function operand(dice: Dice, places: Placeholders): string {
  return dice.weighted([
    [3, () => path(dice, places, ALL_PATHS)],
    [5, () => places.value(dice.chance(0.5) ? number(dice) : anyValue(dice))],
    [0.7, () => `size(${path(dice, places)})`],
  ]);
}

export function condition(dice: Dice, places: Placeholders, depth = 0): string {
  const inner = () => condition(dice, places, depth + 1);
  const deep = depth > 1 ? 0 : 1;
  return dice.weighted([
    [
      4,
      () => `${path(dice, places, ALL_PATHS)} ${dice.pick(["=", "<>", "<", "<=", ">", ">="])} ${operand(dice, places)}`,
    ],
    [1, () => `attribute_exists(${path(dice, places, ALL_PATHS)})`],
    [1.5, () => `attribute_not_exists(${path(dice, places, ALL_PATHS)})`],
    [1, () => `attribute_type(${path(dice, places)}, ${places.value({ S: dice.pick(TYPES) })})`],
    [1, () => `begins_with(${path(dice, places)}, ${places.value(text(dice))})`],
    [1, () => `contains(${path(dice, places)}, ${operand(dice, places)})`],
    [1, () => between(dice, places)],
    [1, () => `${path(dice, places)} IN (${dice.times(dice.between(1, 3), () => operand(dice, places)).join(", ")})`],
    [deep, () => `NOT ${inner()}`],
    [deep, () => `${inner()} AND ${inner()}`],
    [deep, () => `${inner()} OR ${inner()}`],
    [deep, () => `(${inner()})`],
  ]);
}

/** The bounds are refused where they are of two types or the wrong way round. */
function between(dice: Dice, places: Placeholders): string {
  const bound = dice.chance(0.5) ? number : text;
  return `${path(dice, places)} BETWEEN ${places.value(bound(dice))} AND ${places.value(bound(dice))}`;
}

export function update(dice: Dice, places: Placeholders): string {
  const clauses = [
    ["SET", () => `${path(dice, places)} = ${setValue(dice, places)}`],
    ["REMOVE", () => path(dice, places)],
    ["ADD", () => `${topLevel(dice, places)} ${places.value(dice.chance(0.6) ? number(dice) : set(dice))}`],
    ["DELETE", () => `${topLevel(dice, places)} ${places.value(set(dice))}`],
  ] as const;
  const [first, ...more] = dice.some(clauses, 2);
  return [first ?? dice.pick(clauses), ...more]
    .map(([word, make]) => `${word} ${dice.times(dice.between(1, 2), make).join(", ")}`)
    .join(" ");
}

const topLevel = (dice: Dice, places: Placeholders) =>
  dice.chance(0.8) ? places.name(dice.pick(ATTRIBUTES)) : path(dice, places);
const set = (dice: Dice): AttributeValue =>
  dice.pick<AttributeValue>([{ SS: ["a", "b"] }, { NS: ["1", "10"] }, { NS: ["2"] }, { SS: ["é"] }]);

function setValue(dice: Dice, places: Placeholders): string {
  const value = () => places.value(dice.chance(0.6) ? number(dice) : anyValue(dice));
  return dice.weighted([
    [4, value],
    [1, () => path(dice, places)],
    [2, () => `${path(dice, places)} ${dice.pick(["+", "-"])} ${value()}`],
    [1, () => `if_not_exists(${path(dice, places)}, ${value()}) + ${places.value(number(dice))}`],
    [1, () => `if_not_exists(${path(dice, places)}, ${value()})`],
    [1, () => `list_append(${path(dice, places)}, ${places.value({ L: [anyValue(dice, 2)] })})`],
    [0.5, () => `list_append(${places.value({ L: [anyValue(dice, 2)] })}, ${path(dice, places)})`],
  ]);
}

export function projection(dice: Dice, places: Placeholders): string {
  return dice.times(dice.between(1, 3), () => path(dice, places, ALL_PATHS)).join(", ");
}

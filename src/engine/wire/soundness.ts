// Whether decoded input breaks any rule of its model: a yes or no that is quick, for what is wrong is told only of what is.
import { brokenConstraints, isConstrained } from "./constraint.ts";
import type { Members } from "./message.ts";
import { type Model, membersOf, type Shape, type ShapeReference, shapeOf } from "./model.ts";

type Soundness = (value: unknown) => boolean;

const made = new WeakMap<Shape, Soundness>();

/** Made once for each shape. */
export function soundnessOf(model: Model, shape: Shape): Soundness {
  let soundness = made.get(shape);
  if (!soundness) {
    soundness = makeSoundness(model, shape);
    made.set(shape, soundness);
  }
  return soundness;
}

function makeSoundness(model: Model, shape: Shape): Soundness {
  const inside = insideOf(model, shape);
  if (!isConstrained(shape)) return inside;
  return (value) => brokenConstraints(shape, value).length === 0 && inside(value);
}

function insideOf(model: Model, shape: Shape): Soundness {
  if (shape.type === "structure") return structureSoundness(model, shape);
  if (shape.type === "list") {
    const item = innerSoundness(model, shape.member) ?? anything;
    return (value) => (value as readonly unknown[]).every((each) => each !== null && item(each));
  }
  if (shape.type === "map") return mapSoundness(model, shape);
  return anything;
}

const anything: Soundness = () => true;

/** undefined where nothing can be wrong. Made at the first value: shapes hold themselves. */
function innerSoundness(model: Model, reference: ShapeReference | undefined): Soundness | undefined {
  const shape = shapeOf(model, reference);
  const holds = shape.type === "structure" || shape.type === "list" || shape.type === "map";
  if (!holds && !isConstrained(shape)) return undefined;
  let soundness: Soundness | undefined;
  return (value) => {
    soundness ??= soundnessOf(model, shape);
    return soundness(value);
  };
}

function structureSoundness(model: Model, shape: Shape): Soundness {
  const { required = [] } = shape;
  const byName = new Map(membersOf(shape).map(([name, member]) => [name, innerSoundness(model, member)]));
  return (value) => {
    const members = value as Members;
    for (const name of required) if (members[name] === undefined) return false;
    for (const name in members) {
      const item = members[name];
      const isSound = item === undefined ? undefined : byName.get(name);
      if (isSound && !isSound(item)) return false;
    }
    return true;
  };
}

function mapSoundness(model: Model, shape: Shape): Soundness {
  const isSoundName = innerSoundness(model, shape.key) ?? anything;
  const isSound = innerSoundness(model, shape.value) ?? anything;
  return (value) => {
    const map = value as Members;
    for (const name of Object.keys(map)) {
      const item = map[name];
      if (item === null || !isSoundName(name) || !isSound(item)) return false;
    }
    return true;
  };
}

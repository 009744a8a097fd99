// A form of the Query protocol as input members: `Tags.member.1.Key`, flattened `Attribute.1.Name`, plain `RoleName`.
import type { Members } from "../message.ts";
import { type Model, type Shape, type ShapeReference, shapeOf } from "../model.ts";
import { readScalar } from "../scalar.ts";

/** The form as a tree: each dot goes one level down. */
interface Node {
  text?: string;
  readonly children: Map<string, Node>;
}

function treeOf(form: URLSearchParams): Node {
  const root: Node = { children: new Map() };
  for (const [name, text] of form) {
    let node = root;
    for (const part of name.split(".").slice(0, 32)) {
      let child = node.children.get(part);
      if (!child) {
        child = { children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.text = text;
  }
  return root;
}

export function decodeForm(model: Model, reference: ShapeReference | undefined, form: URLSearchParams): unknown {
  return decodeMembers(model, shapeOf(model, reference), treeOf(form));
}

function decodeMembers(model: Model, shape: Shape, node: Node): Members {
  const result: Members = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const target = shapeOf(model, member);
    const child = childOf(node, name, target, member);
    if (child) result[name] = decodeNode(model, target, child);
  }
  return result;
}

function childOf(node: Node, name: string, target: Shape, member: ShapeReference): Node | undefined {
  const flat = target.queryName ? node.children.get(target.queryName) : undefined;
  return flat ?? node.children.get(member.locationName ?? name) ?? node.children.get(capital(name));
}

/** SQS's `tags` of CreateQueue was `Tag` in forms: names began with a capital. */
function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function decodeNode(model: Model, shape: Shape, node: Node): unknown {
  if (shape.type === "structure") return decodeMembers(model, shape, node);
  if (shape.type === "list") {
    const item = shapeOf(model, shape.member);
    return numbered(node, shape.member?.locationName ?? "member").map((child) => decodeNode(model, item, child));
  }
  if (shape.type === "map") return decodeMap(model, shape, node);
  return readScalar(shape, node.text ?? "");
}

/** `….member.1` and `….1` in the order of their numbers; an empty list comes as one empty value. */
function numbered(node: Node, itemName: string): Node[] {
  const holder = node.children.get(itemName) ?? node;
  return [...holder.children]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

function decodeMap(model: Model, shape: Shape, node: Node): Members {
  const value = shapeOf(model, shape.value);
  const keyName = shape.queryKey ?? (shape.queryName ? "Name" : "key");
  const valueName = shape.queryName ? "Value" : "value";
  const entries = numbered(node, "entry").map((entry) => {
    const item = entry.children.get(valueName) ?? { children: new Map() };
    return [entry.children.get(keyName)?.text ?? "", decodeNode(model, value, item)] as const;
  });
  return Object.fromEntries(entries);
}

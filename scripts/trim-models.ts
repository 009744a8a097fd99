// Writes src/engine/models/*.json from the service models that AWS publishes (botocore): node scripts/trim-models.ts FOLDER
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SELECTION } from "./model-selection.ts";
import { SQS_QUERY_ERRORS, SQS_QUERY_MAP_KEYS, SQS_QUERY_NAMES } from "./sqs-query-names.ts";

type Node = { [key: string]: unknown };
interface Source {
  readonly metadata: Node;
  readonly operations: Readonly<Record<string, Node & { http: Node; errors?: { shape: string }[] }>>;
  readonly shapes: Readonly<Record<string, Node>>;
}

const METADATA = ["apiVersion", "jsonVersion", "protocol", "serviceId", "targetPrefix", "xmlNamespace"];
const OPERATION = ["http", "input", "output"];
const SHAPE = [
  ...["type", "required", "members", "member", "key", "value", "min", "max", "pattern", "enum", "payload"],
  ...["error", "exception", "fault", "flattened", "locationName", "timestampFormat", "xmlNamespace", "streaming"],
  ...["union", "box", "sensitive", "eventstream"],
];
const REFERENCE = ["shape", "location", "locationName", "flattened", "streaming", "xmlNamespace", "xmlAttribute"];

function pick(node: Node, keys: readonly string[]): Node {
  return Object.fromEntries(Object.entries(node).filter(([key]) => keys.includes(key)));
}

function referencesOf(shape: Node): Node[] {
  const members = Object.values((shape["members"] ?? {}) as Record<string, Node>);
  return [...members, shape["member"], shape["key"], shape["value"]].filter((node) => node !== undefined) as Node[];
}

function trimShape(shape: Node): Node {
  const trimmed = pick(shape, SHAPE);
  if (shape["members"]) {
    const members = Object.entries(shape["members"] as Record<string, Node>);
    trimmed["members"] = Object.fromEntries(members.map(([name, member]) => [name, pick(member, REFERENCE)]));
  }
  for (const part of ["member", "key", "value"]) {
    if (shape[part]) trimmed[part] = pick(shape[part] as Node, REFERENCE);
  }
  return trimmed;
}

function reachable(source: Source, roots: readonly string[]): string[] {
  const found = new Set<string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const reference of referencesOf(source.shapes[name] ?? {})) open.push(reference["shape"] as string);
  }
  return [...found].sort();
}

function trim(source: Source, selection: "all" | string): Node {
  const wanted = selection === "all" ? undefined : new Set(selection.split(/\s+/).filter(Boolean));
  for (const name of wanted ?? []) if (!source.operations[name]) throw new Error(`no operation ${name} in the model`);
  const operations: Record<string, Node> = {};
  const roots = new Set<string>();
  for (const [name, operation] of Object.entries(source.operations)) {
    if (wanted && !wanted.has(name)) {
      operations[name] = { http: operation.http };
      continue;
    }
    const errors = (operation.errors ?? []).map((error) => error.shape);
    operations[name] = { ...pick(operation, OPERATION), ...(errors.length > 0 ? { errors } : {}), described: true };
    for (const part of ["input", "output"]) {
      const reference = operation[part] as Node | undefined;
      if (reference) roots.add(reference["shape"] as string);
    }
    for (const error of errors) roots.add(error);
  }
  const shapes = reachable(source, [...roots]).map((name) => [name, trimShape(source.shapes[name] ?? {})] as const);
  return { metadata: pick(source.metadata, METADATA), operations, shapes: Object.fromEntries(shapes) };
}

function addQueryNames(model: Node): void {
  for (const [name, shape] of Object.entries(model["shapes"] as Record<string, Node>)) {
    const word = SQS_QUERY_NAMES[name];
    if (word) Object.assign(shape, { queryName: word, ...mapKey(name) });
    else if (shape["flattened"]) throw new Error(`SQS shape ${name} has no Query name`);
    const error = SQS_QUERY_ERRORS[name];
    if (error) Object.assign(shape, { queryError: { code: error[0], httpStatusCode: error[1] } });
  }
}

function mapKey(name: string): Node {
  const key = SQS_QUERY_MAP_KEYS[name];
  return key ? { queryKey: key } : {};
}

/** One operation or shape a line: small, and a change of the model is readable in a diff. */
function text(model: Node): string {
  const block = (part: Record<string, unknown>) =>
    Object.entries(part)
      .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
      .join(",\n");
  return `{"metadata":${JSON.stringify(model["metadata"])},\n"operations":{\n${block(
    model["operations"] as Node,
  )}\n},\n"shapes":{\n${block(model["shapes"] as Node)}\n}}\n`;
}

const folder = process.argv[2];
if (!folder) throw new Error("usage: node scripts/trim-models.ts FOLDER (holding NAME.service-2.json files)");
for (const [service, selection] of Object.entries(SELECTION)) {
  const source = JSON.parse(readFileSync(join(folder, `${service}.service-2.json`), "utf8")) as Source;
  const model = trim(source, selection);
  if (service === "sqs") addQueryNames(model);
  const target = join(import.meta.dirname, "..", "src", "engine", "models", `${service}.json`);
  writeFileSync(target, text(model));
  process.stdout.write(`${service}: ${Object.keys(model["shapes"] as Node).length} shapes\n`);
}

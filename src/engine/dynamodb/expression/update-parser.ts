// Update expressions: SET, REMOVE, ADD and DELETE, each at most once.
import type { SetOperand, Update } from "./syntax.ts";
import type { TokenReader } from "./token-reader.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

export function parseUpdate(reader: TokenReader): Update {
  const update: Mutable<Update> = { set: [], remove: [], add: [], delete: [] };
  const seen = new Set<string>();
  do {
    const section = reader.peek().kind === "word" ? reader.peek().text.toUpperCase() : "";
    if (section !== "SET" && section !== "REMOVE" && section !== "ADD" && section !== "DELETE") reader.unexpected();
    if (seen.has(section)) {
      reader.fail(`The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    reader.next();
    do clause(reader, section, update);
    while (reader.skipSymbol(","));
  } while (reader.peek().kind !== "end");
  return update;
}

function clause(reader: TokenReader, section: "SET" | "REMOVE" | "ADD" | "DELETE", update: Mutable<Update>): void {
  reader.operator();
  const path = reader.path();
  if (section === "REMOVE") {
    update.remove.push(path);
  } else if (section === "SET") {
    reader.expectSymbol("=");
    update.set.push({ path, to: sum(reader) });
  } else {
    if (reader.peek().kind !== "value") reader.unexpected();
    update[section === "ADD" ? "add" : "delete"].push({ path, value: reader.value() });
  }
}

/** One plus or minus at most, as in DynamoDB's grammar. */
function sum(reader: TokenReader): SetOperand {
  const left = operand(reader);
  const kind = reader.skipSymbol("+") ? "plus" : reader.skipSymbol("-") ? "minus" : undefined;
  if (!kind) return left;
  reader.operator();
  return { kind, left, right: operand(reader) };
}

function operand(reader: TokenReader): SetOperand {
  const token = reader.peek();
  if (token.kind === "value") return { kind: "value", placeholder: reader.value() };
  if (reader.isSymbol("(")) return reader.parenthesised(() => sum(reader));
  if (token.kind === "word" && reader.isSymbol("(", 1)) return reader.nested(() => call(reader));
  return { kind: "path", path: reader.path() };
}

function call(reader: TokenReader): SetOperand {
  const name = reader.next().text;
  reader.operator();
  if (name !== "if_not_exists" && name !== "list_append") {
    const known = /^(size|contains|begins_with|attribute_(not_)?exists|attribute_type)$/.test(name);
    reader.fail(
      known
        ? `The function is not allowed in an update expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    );
  }
  reader.expectSymbol("(");
  const first = operand(reader);
  const rest: SetOperand[] = [];
  while (reader.skipSymbol(",")) rest.push(operand(reader));
  reader.expectSymbol(")");
  const [second] = rest;
  if (!second || rest.length > 1) {
    reader.fail(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${rest.length + 1}`,
    );
  }
  if (name === "list_append") return { kind: "list_append", first, second };
  if (first.kind !== "path") {
    reader.fail("Operator or function requires a document path; operator or function: if_not_exists");
  }
  return { kind: "if_not_exists", path: first.path, otherwise: second };
}

// Random conditions and key ranges, judged by models too simple to be wrong.
import fc from "fast-check";
import { expect, test } from "vitest";
import { systemRandom } from "../../../../src/core/random.ts";
import { VirtualClock } from "../../../../src/core/virtual-clock.ts";
import { holds } from "../../../../src/engine/dynamodb/evaluate/condition.ts";
import { Bindings } from "../../../../src/engine/dynamodb/expression/bindings.ts";
import { parsedCondition } from "../../../../src/engine/dynamodb/expression/parsed.ts";
import { createDynamodbService } from "../../../../src/engine/dynamodb/service.ts";
import type { AttributeValue, Item } from "../../../../src/engine/dynamodb/values/attribute-value.ts";
import type { Call } from "../../../../src/engine/service.ts";
import { Store } from "../../../../src/engine/store.ts";
import type { WrittenValue } from "../../../../src/engine/written-value.ts";

/** Plain values stand for attributes: numbers for N, strings for S; undefined for one that is absent. */
type Plain = number | string | undefined;
type Row = Readonly<Record<string, Plain>>;
interface Case {
  /** Already in parentheses: a second pair would be refused as redundant. */
  readonly wrapped?: boolean;
  readonly text: string;
  readonly model: (row: Row) => boolean;
}

const NAMES = ["a1", "b1", "c1"];
const VALUES: Readonly<Record<string, number | string>> = {
  ":n1": 1,
  ":n2": 2,
  ":n10": 10,
  ":sa": "a",
  ":sab": "ab",
  ":sb": "b",
};
const COMPARATORS: Readonly<Record<string, (a: Plain, b: Plain) => boolean>> = {
  "=": (a, b) => a !== undefined && a === b,
  "<>": (a, b) => a === undefined || b === undefined || a !== b,
  "<": (a, b) => ordered(a, b) && Number(less(a, b)) === 1,
  "<=": (a, b) => ordered(a, b) && !less(b, a),
  ">": (a, b) => ordered(a, b) && less(b, a),
  ">=": (a, b) => ordered(a, b) && !less(a, b),
};
const ordered = (a: Plain, b: Plain) => a !== undefined && typeof a === typeof b;
const less = (a: Plain, b: Plain) => (a as number) < (b as number);

const attribute = fc.constantFrom(...NAMES);
const placeholder = fc.constantFrom(...Object.keys(VALUES));
const operand = fc.oneof(
  attribute.map((name) => ({ text: name, of: (row: Row): Plain => row[name] })),
  placeholder.map((name) => ({ text: name, of: (): Plain => VALUES[name] })),
  attribute.map((name) => ({
    text: `size(${name})`,
    of: (row: Row): Plain => (typeof row[name] === "string" ? row[name].length : undefined),
  })),
);

const leaf: fc.Arbitrary<Case> = fc.oneof(
  fc
    .tuple(operand, fc.constantFrom(...Object.keys(COMPARATORS)), operand)
    .filter(([left, , right]) => left.text !== right.text)
    .map(([left, operator, right]) => ({
      text: `${left.text} ${operator} ${right.text}`,
      model: (row: Row) => COMPARATORS[operator]?.(left.of(row), right.of(row)) ?? false,
    })),
  fc.tuple(attribute, operand, operand).map(([name, low, high]) => ({
    text: `${name} BETWEEN ${low.text} AND ${high.text}`,
    model: (row: Row) =>
      (COMPARATORS[">="]?.(row[name], low.of(row)) && COMPARATORS["<="]?.(row[name], high.of(row))) ?? false,
  })),
  fc.tuple(attribute, fc.array(placeholder, { minLength: 1, maxLength: 4 })).map(([name, among]) => ({
    text: `${name} IN (${among.join(", ")})`,
    model: (row: Row) => among.some((value) => row[name] === VALUES[value]),
  })),
  attribute.map((name) => ({ text: `attribute_exists(${name})`, model: (row: Row) => row[name] !== undefined })),
  attribute.map((name) => ({ text: `attribute_not_exists(${name})`, model: (row: Row) => row[name] === undefined })),
  attribute.map((name) => ({
    text: `begins_with(${name}, :sa)`,
    model: (row: Row) => typeof row[name] === "string" && row[name].startsWith("a"),
  })),
  attribute.map((name) => ({
    text: `contains(${name}, :sb)`,
    model: (row: Row) => typeof row[name] === "string" && row[name].includes("b"),
  })),
);

/** Rendered without needless parentheses: precedence is what is tested. */
const { tree } = fc.letrec<{ tree: Case; conjunct: Case; negated: Case }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    tie("conjunct"),
    fc.tuple(tie("tree"), tie("conjunct")).map(([left, right]) => ({
      text: `${left.text} OR ${right.text}`,
      model: (row: Row) => left.model(row) || right.model(row),
    })),
  ),
  conjunct: fc.oneof(
    { maxDepth: 4 },
    tie("negated"),
    fc.tuple(tie("conjunct"), tie("negated")).map(([left, right]) => ({
      text: `${left.text} AND ${right.text}`,
      model: (row: Row) => left.model(row) && right.model(row),
    })),
  ),
  negated: fc.oneof(
    { maxDepth: 4 },
    leaf,
    tie("negated").map((inner) => ({ text: `NOT ${inner.text}`, model: (row: Row) => !inner.model(row) })),
    tie("tree").map((inner) =>
      inner.wrapped ? inner : { text: `(${inner.text})`, model: inner.model, wrapped: true },
    ),
  ),
}));

const plain = fc.constantFrom<Plain>(undefined, 1, 2, 3, 10, "", "a", "ab", "b", "ba");
const row = fc.record({ a1: plain, b1: plain, c1: plain });
const typed = (value: number | string): AttributeValue =>
  typeof value === "number" ? { N: String(value) } : { S: value };
const itemOf = (from: Row): Item =>
  Object.fromEntries(
    Object.entries(from).flatMap(([name, value]) => (value === undefined ? [] : [[name, typed(value)]])),
  );

test("a condition never holds where the model says it does not, nor the other way round", () => {
  const bindings = new Bindings({}, itemOf(VALUES));
  fc.assert(
    fc.property(tree, row, ({ text, model }, attributes) => {
      expect(holds(parsedCondition(text).tree, itemOf(attributes), bindings)).toBe(model(attributes));
    }),
    { numRuns: 500 },
  );
});

test("a query never differs from sorting and cutting a list", async () => {
  const service = createDynamodbService({
    store: Store.open(":memory:"),
    clock: new VirtualClock(0),
    random: systemRandom,
    account: "000000000000",
    region: "us-east-1",
    origin: () => "",
  });
  const call = { region: "us-east-1", account: "000000000000" } as Call;
  const send = async (operation: string, input: object) =>
    (await service.operations[operation]?.({ TableName: "numbers", ...input }, call)) as Record<string, unknown>;
  await send("CreateTable", {
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["p", "n"].map((AttributeName) => ({ AttributeName, AttributeType: "N" })),
    KeySchema: [
      { AttributeName: "p", KeyType: "HASH" },
      { AttributeName: "n", KeyType: "RANGE" },
    ],
  });
  let partition = 0;
  const small = fc.integer({ min: -30, max: 30 });
  const run = fc.asyncProperty(
    fc.uniqueArray(small, { maxLength: 20 }),
    fc.tuple(small, small),
    fc.integer({ min: 1, max: 5 }),
    fc.boolean(),
    async (numbers, [one, two], Limit, ScanIndexForward) => {
      const p = { N: String(++partition) };
      const [low, high] = one < two ? [one, two] : [two, one];
      for (const n of numbers) await send("PutItem", { Item: { p, n: { N: `${n}e-1` } } });
      const found: number[] = [];
      let ExclusiveStartKey: unknown;
      do {
        const page = await send("Query", {
          KeyConditionExpression: "p = :p AND n BETWEEN :low AND :high",
          ExpressionAttributeValues: { ":p": p, ":low": { N: `${low}e-1` }, ":high": { N: `${high}e-1` } },
          ExclusiveStartKey,
          ScanIndexForward,
          Limit,
        });
        const items = JSON.parse((page["Items"] as WrittenValue).json) as { n: { N: string } }[];
        found.push(...items.map(({ n }) => Math.round(Number(n.N) * 10)));
        ExclusiveStartKey = page["LastEvaluatedKey"];
      } while (ExclusiveStartKey);
      const expected = numbers.filter((n) => n >= low && n <= high).sort((a, b) => (ScanIndexForward ? a - b : b - a));
      expect(found.map((n) => n + 0)).toEqual(expected);
    },
  );
  await fc.assert(run, { numRuns: 60 });
  service.stop();
});

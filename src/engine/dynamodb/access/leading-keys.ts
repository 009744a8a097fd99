// The values of the partition keys that a request names: condition key dynamodb:LeadingKeys, and others read from the input.
// Page: Developer Guide, "Using IAM policy conditions for fine-grained access control". Worked out only when a policy asks.
import type { RequestContext } from "../../iam/request-context.ts";
import type { TableStore } from "../tables/table-store.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";

interface ReadInput {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>;
  readonly Select?: string;
  readonly ReturnConsumedCapacity?: string;
}

const LEADING = "dynamodb:leadingkeys";

export const leadingKeys = {
  ofItems:
    (tables: TableStore, region: string, table: string, items: () => readonly Item[]): RequestContext =>
    (key) => {
      const name = key === LEADING ? tables.find(region, table)?.key.hash.name : undefined;
      return name === undefined ? undefined : items().flatMap((item) => textOf(item[name]));
    },

  ofRead:
    (tables: TableStore, region: string, input: ReadInput): RequestContext =>
    (key) => {
      if (key === "dynamodb:select") return input.Select;
      if (key === "dynamodb:returnconsumedcapacity") return input.ReturnConsumedCapacity;
      const table = key === LEADING ? tables.find(region, input.TableName) : undefined;
      const index = table?.indexes.find(({ name }) => name === input.IndexName);
      const name = (index ?? table)?.key.hash.name;
      return name === undefined ? undefined : equalTo(name, input);
    },
};

/** The partition key stands in a key condition as `name = :value`, and nowhere else. */
function equalTo(hash: string, input: ReadInput): readonly string[] | undefined {
  for (const [, name = "", value = ""] of (input.KeyConditionExpression ?? "").matchAll(/(#?[\w.-]+)\s*=\s*(:\w+)/g)) {
    const meant = name.startsWith("#") ? input.ExpressionAttributeNames?.[name] : name;
    if (meant === hash) return textOf(input.ExpressionAttributeValues?.[value]);
  }
  return undefined;
}

function textOf(value: AttributeValue | undefined): string[] {
  if (value === undefined) return [];
  if ("S" in value) return [value.S];
  if ("N" in value) return [value.N];
  return "B" in value ? [Buffer.from(value.B).toString("base64")] : [];
}

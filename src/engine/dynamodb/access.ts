// What DynamoDB's operations demand (Service Authorization Reference, Amazon DynamoDB; Developer Guide, condition keys).
// A batch demands its own action on every table; a transaction demands those of its parts.
import { type Demand, demand, requestTags, tagsOfList, withTags } from "../access/demand.ts";
import type { AccessRule, Service } from "../service.ts";
import { leadingKeys } from "./access/leading-keys.ts";
import { partDemands } from "./access/part-demands.ts";
import { type OnTable, type Region, tableArn } from "./access/table-arn.ts";
import type { Database } from "./database.ts";
import type { Item } from "./values/attribute-value.ts";

interface Tagged {
  readonly ResourceArn: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly TagKeys?: readonly string[];
}

type Batch<T> = { readonly RequestItems: Readonly<Record<string, T>> };
type WriteRequest = { readonly PutRequest?: { readonly Item: Item }; readonly DeleteRequest?: { readonly Key: Item } };

const ON_TABLE =
  "DeleteTable DescribeContinuousBackups DescribeTable DescribeTimeToLive UpdateContinuousBackups UpdateTable UpdateTimeToLive";

export function dynamodbAccess(database: Database, account: string): Service["access"] {
  const arnOf = (region: string, table: string) => tableArn(account, region, table);
  const onTable = (name: string): [string, AccessRule] => [
    name,
    (input: OnTable, { region }: Region) => demand(`dynamodb:${name}`, arnOf(region, input.TableName)),
  ];
  /** Query and Scan of an index ask for the index alone. */
  const reading =
    (name: string): AccessRule =>
    (input: OnTable & { IndexName?: string }, { region }: Region) => {
      const table = arnOf(region, input.TableName);
      const resource = input.IndexName === undefined ? table : `${table}/index/${input.IndexName}`;
      return { ...demand(`dynamodb:${name}`, resource), lookUp: leadingKeys.ofRead(database.tables, region, input) };
    };
  const batch = <T>(name: string, itemsOf: (request: T) => readonly Item[]): AccessRule => {
    return ({ RequestItems }: Batch<T>, { region }: Region) =>
      Object.entries(RequestItems).map(([table, request]): Demand => {
        const lookUp = leadingKeys.ofItems(database.tables, region, table, () => itemsOf(request));
        return { ...demand(`dynamodb:${name}`, arnOf(region, table)), lookUp };
      });
  };
  return {
    ...Object.fromEntries(ON_TABLE.split(" ").map(onTable)),
    ...partDemands(database.tables, account),
    Query: reading("Query"),
    Scan: reading("Scan"),
    BatchGetItem: batch<{ readonly Keys: readonly Item[] }>("BatchGetItem", ({ Keys }) => Keys),
    BatchWriteItem: batch<readonly WriteRequest[]>("BatchWriteItem", (requests) =>
      requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {}),
    ),
    ListTables: (_input: object, { region }: Region) => demand("dynamodb:ListTables", arnOf(region, "*")),
    CreateTable: (input: OnTable & Pick<Tagged, "Tags">, { region }: Region) => {
      const made = demand("dynamodb:CreateTable", arnOf(region, input.TableName));
      return withTags(made, "dynamodb:TagResource", tagsOfList(input.Tags));
    },
    ListTagsOfResource: ({ ResourceArn }: Tagged) => demand("dynamodb:ListTagsOfResource", ResourceArn),
    TagResource: ({ ResourceArn, Tags }: Tagged) =>
      demand("dynamodb:TagResource", ResourceArn, requestTags(tagsOfList(Tags))),
    UntagResource: ({ ResourceArn, TagKeys }: Tagged) =>
      demand("dynamodb:UntagResource", ResourceArn, { "aws:tagkeys": TagKeys }),
  };
}

// The ledger's table in DynamoDB.
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type GlobalSecondaryIndex,
  type GlobalSecondaryIndexDescription,
  ListTagsOfResourceCommand,
  type TableDescription,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { TableResource } from "../../desired/resource.ts";
import { hasAwsCode } from "../errors.ts";
import { untilReady } from "../settling.ts";
import { type Adapter, type AdapterContext, unlessAbsent } from "./adapter.ts";
import { isEmpty, ourTagsOf, tagChange, tagList } from "./tags.ts";

type Index = TableResource["indexes"][number];

export function tableAdapter({ clients, clock }: AdapterContext): Adapter<TableResource> {
  const describe = async (name: string): Promise<TableDescription | undefined> => {
    const dynamodb = await clients.dynamodb();
    return (await unlessAbsent(dynamodb.send(new DescribeTableCommand({ TableName: name }))))?.Table;
  };
  const untilActive = (name: string) =>
    untilReady(
      clock,
      `table ${name}`,
      () => describe(name),
      (table) =>
        table?.TableStatus === "ACTIVE" && indexesOf(table).every(({ IndexStatus }) => IndexStatus === "ACTIVE"),
      (table) => table?.TableStatus ?? "no such table",
    );
  const expiryOf = async (name: string): Promise<string> => {
    const dynamodb = await clients.dynamodb();
    const found = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name }));
    const { TimeToLiveStatus: status, AttributeName = "" } = found.TimeToLiveDescription ?? {};
    return status === "ENABLED" || status === "ENABLING" ? AttributeName : "";
  };
  /** What is enabled already is refused as if it were wrong, so an earlier call may have done it. */
  const expireBy = async (name: string, attribute: string) => {
    const dynamodb = await clients.dynamodb();
    const TimeToLiveSpecification = { Enabled: true, AttributeName: attribute };
    const command = new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification });
    await dynamodb.send(command).catch(async (error: unknown) => {
      if (!hasAwsCode(error, "ValidationException") || (await expiryOf(name)) !== attribute) throw error;
    });
  };
  return {
    async read({ name }) {
      const dynamodb = await clients.dynamodb();
      const table = await describe(name);
      if (!table || table.TableStatus === "DELETING") return undefined;
      const [ttlAttribute, tagged] = await Promise.all([
        expiryOf(name),
        dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: table.TableArn })),
      ]);
      return {
        kind: "table",
        name,
        ttlAttribute,
        indexes: indexesOf(table)
          .map(indexIn)
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
        tags: ourTagsOf(tagged.Tags),
      };
    },
    async create(table) {
      const dynamodb = await clients.dynamodb();
      await dynamodb.send(
        new CreateTableCommand({
          TableName: table.name,
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: keys("pk", "sk"),
          AttributeDefinitions: definitions(table.indexes),
          ...(table.indexes.length > 0 ? { GlobalSecondaryIndexes: table.indexes.map(indexOut) } : {}),
          Tags: tagList(table.tags),
        }),
      );
      await untilActive(table.name);
      await expireBy(table.name, table.ttlAttribute);
    },
    async update(from, to) {
      const dynamodb = await clients.dynamodb();
      const TableName = to.name;
      const { TableArn } = await untilActive(to.name).then((table) => table ?? {});
      // One index a call, each until it is filled (DynamoDB API, UpdateTable).
      for (const index of to.indexes.filter(({ name }) => !from.indexes.some((old) => old.name === name))) {
        const AttributeDefinitions = definitions(to.indexes);
        const GlobalSecondaryIndexUpdates = [{ Create: indexOut(index) }];
        await dynamodb.send(new UpdateTableCommand({ TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates }));
        await untilActive(to.name);
      }
      if (from.ttlAttribute !== to.ttlAttribute) await expireBy(to.name, to.ttlAttribute);
      const { set, remove } = tagChange(from.tags, to.tags);
      if (!isEmpty(set)) await dynamodb.send(new TagResourceCommand({ ResourceArn: TableArn, Tags: tagList(set) }));
      if (remove.length > 0) await dynamodb.send(new UntagResourceCommand({ ResourceArn: TableArn, TagKeys: remove }));
    },
    async delete({ name }) {
      const dynamodb = await clients.dynamodb();
      await unlessAbsent(dynamodb.send(new DeleteTableCommand({ TableName: name })));
    },
  };
}

const indexesOf = (table: TableDescription): readonly GlobalSecondaryIndexDescription[] =>
  table.GlobalSecondaryIndexes ?? [];

const keys = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: "HASH" as const },
  { AttributeName: sort, KeyType: "RANGE" as const },
];

function definitions(indexes: readonly Index[]) {
  const names = ["pk", "sk", ...indexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])];
  return [...new Set(names)].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const }));
}

const indexOut = ({ name, partitionKey, sortKey }: Index): GlobalSecondaryIndex => ({
  IndexName: name,
  KeySchema: keys(partitionKey, sortKey),
  Projection: { ProjectionType: "ALL" },
});

function indexIn(index: GlobalSecondaryIndexDescription): Index {
  const key = (type: string) => index.KeySchema?.find(({ KeyType }) => KeyType === type)?.AttributeName ?? "";
  return { name: index.IndexName ?? "", partitionKey: key("HASH"), sortKey: key("RANGE") };
}

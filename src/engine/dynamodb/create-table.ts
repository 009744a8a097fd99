// CreateTable: the table is ready at once; its answer still says CREATING, as AWS's does.
import { type Operation, ServiceError } from "../service.ts";
import type { Database } from "./database.ts";
import { invalid, notOffered } from "./invalid.ts";
import {
  type AttributeDefinition,
  acceptIndex,
  acceptKeySchema,
  checkAllUsed,
  checkIndexNames,
  type IndexRequest,
  type KeySchemaElement,
  typesOf,
} from "./tables/accepted-schema.ts";
import { acceptBilling } from "./tables/billing.ts";
import type { Table, Throughput } from "./tables/table.ts";
import { describeTable } from "./tables/table-description.ts";
import { acceptTags, type Tag } from "./tables/tags.ts";

interface CreateTableInput {
  readonly TableName: string;
  readonly AttributeDefinitions?: readonly AttributeDefinition[];
  readonly KeySchema?: readonly KeySchemaElement[];
  readonly LocalSecondaryIndexes?: readonly IndexRequest[];
  readonly GlobalSecondaryIndexes?: readonly IndexRequest[];
  readonly BillingMode?: Table["billingMode"];
  readonly ProvisionedThroughput?: Throughput;
  readonly StreamSpecification?: { readonly StreamEnabled: boolean };
  readonly Tags?: readonly Tag[];
  readonly TableClass?: string;
  readonly DeletionProtectionEnabled?: boolean;
}

/** What a program would miss if it were silently left out; encryption, warm throughput and the like are not. */
const REFUSED = ["ResourcePolicy", "GlobalTableSourceArn", "GlobalTableSettingsReplicationMode", "VectorIndexes"];

export function createTable({ store, clock, random, tables }: Database): Operation {
  return (input: CreateTableInput, { region, account }) => {
    refuseUnoffered(input);
    checkName(input.TableName);
    return store.transaction(() => {
      if (tables.find(region, input.TableName)) {
        throw new ServiceError("ResourceInUseException", `Table already exists: ${input.TableName}`);
      }
      const { key, indexes } = acceptSchema(input, () => tables.nextId());
      const billingMode = input.BillingMode ?? "PROVISIONED";
      const table: Table = {
        id: tables.nextId(),
        region,
        name: input.TableName,
        arn: `arn:aws:dynamodb:${region}:${account}:table/${input.TableName}`,
        tableId: random.uuid(),
        createdAt: clock.now(),
        key,
        indexes,
        billingMode,
        throughput: acceptBilling(billingMode, input.ProvisionedThroughput, indexes),
        tableClass: input.TableClass,
        deletionProtection: input.DeletionProtectionEnabled ?? false,
        tags: acceptTags({}, input.Tags ?? []),
        pointInTimeRecovery: false,
      };
      tables.save(table);
      return { TableDescription: describeTable(tables, table, "CREATING") };
    });
  };
}

function acceptSchema(input: CreateTableInput, nextId: () => number): Pick<Table, "key" | "indexes"> {
  const types = typesOf(input.AttributeDefinitions ?? []);
  if (!input.KeySchema) return invalid("One or more parameter values were invalid: KeySchema must be specified");
  const key = acceptKeySchema(input.KeySchema, types);
  const indexes = [
    ...(input.LocalSecondaryIndexes ?? []).map((index) => acceptIndex("LOCAL", index, types, key, nextId())),
    ...(input.GlobalSecondaryIndexes ?? []).map((index) => acceptIndex("GLOBAL", index, types, key, nextId())),
  ];
  checkIndexNames(indexes);
  checkAllUsed(types, [key, ...indexes.map((index) => index.key)]);
  return { key, indexes };
}

function refuseUnoffered(input: CreateTableInput): void {
  if (input.StreamSpecification?.StreamEnabled) notOffered("StreamSpecification");
  const given = REFUSED.find((parameter) => parameter in input);
  if (given) notOffered(given);
}

/** The model lets an ARN stand for the name; creating takes the plain name only. */
function checkName(name: string): void {
  if (/^[a-zA-Z0-9_.-]{3,255}$/.test(name)) return;
  invalid(
    "TableName must be at least 3 characters long and at most 255 characters long, of a-z, A-Z, 0-9, '_', '-' and '.'",
  );
}

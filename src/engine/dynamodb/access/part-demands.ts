// Operations on single items, and transactions, which demand of each part what it would on its own.
import { type Demand, demand } from "../../access/demand.ts";
import type { AccessRule } from "../../service.ts";
import type { TableStore } from "../tables/table-store.ts";
import type { Item } from "../values/attribute-value.ts";
import { leadingKeys } from "./leading-keys.ts";
import { type OnTable, type Region, tableArn } from "./table-arn.ts";

interface OnItem extends OnTable {
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ReturnValues?: string;
  readonly ReturnConsumedCapacity?: string;
}

type Part = Readonly<Record<string, OnItem | undefined>>;
interface Transaction {
  readonly TransactItems: readonly Part[];
}

const ACTIONS: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  Get: "GetItem",
  ConditionCheck: "ConditionCheckItem",
};

export function partDemands(tables: TableStore, account: string): Record<string, AccessRule> {
  const onItem = (name: string, inputs: readonly OnItem[], region: string, enclosing?: string): Demand => {
    const [{ TableName, ReturnValues, ReturnConsumedCapacity } = { TableName: "" } as OnItem] = inputs;
    const own = {
      "dynamodb:returnvalues": ReturnValues,
      "dynamodb:returnconsumedcapacity": ReturnConsumedCapacity,
      "dynamodb:enclosingoperation": enclosing,
    };
    const items = () => inputs.map(({ Item, Key }) => Item ?? Key ?? {});
    const lookUp = leadingKeys.ofItems(tables, region, TableName, items);
    return { ...demand(`dynamodb:${name}`, tableArn(account, region, TableName), own), lookUp };
  };
  const single = (name: string): [string, AccessRule] => [
    name,
    (input: OnItem, { region }: Region) => onItem(name, [input], region),
  ];
  const transaction =
    (name: string): AccessRule =>
    ({ TransactItems }: Transaction, { region }: Region) =>
      [...groups(TransactItems)].map(([, { action, inputs }]) => onItem(action, inputs, region, name));
  return {
    ...Object.fromEntries(["GetItem", "PutItem", "UpdateItem", "DeleteItem"].map(single)),
    TransactWriteItems: transaction("TransactWriteItems"),
    TransactGetItems: transaction("TransactGetItems"),
  };
}

/** Parts with one action on one table are one demand. */
function groups(parts: readonly Part[]): Map<string, { action: string; inputs: OnItem[] }> {
  const found = new Map<string, { action: string; inputs: OnItem[] }>();
  for (const [kind, input] of parts.flatMap((part) => Object.entries(part))) {
    const action = ACTIONS[kind];
    if (!input || action === undefined) continue;
    const place = `${action} ${input.TableName}`;
    const group = found.get(place);
    if (group) group.inputs.push(input);
    else found.set(place, { action, inputs: [input] });
  }
  return found;
}

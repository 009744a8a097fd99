// DescribeTimeToLive.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";

export function describeTimeToLive({ tables }: Database): Operation {
  return (input: { readonly TableName: string }, { region }) => {
    const { expiryAttribute: AttributeName } = tables.describe(region, input.TableName);
    return {
      TimeToLiveDescription:
        AttributeName === undefined ? { TimeToLiveStatus: "DISABLED" } : { TimeToLiveStatus: "ENABLED", AttributeName },
    };
  };
}

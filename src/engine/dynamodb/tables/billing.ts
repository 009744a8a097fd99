// Billing mode and throughput go together: on demand has no units, provisioned has them everywhere.
import { invalid } from "../invalid.ts";
import type { Index, Table, Throughput } from "./table.ts";

const NO_UNITS: Throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };

export function acceptBilling(
  mode: Table["billingMode"],
  throughput: Throughput | undefined,
  indexes: readonly Index[],
): Throughput {
  if (mode === "PAY_PER_REQUEST") {
    if (throughput) {
      bad("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
    }
    const provisioned = indexes.find((index) => index.throughput !== undefined);
    if (provisioned)
      bad(
        `ProvisionedThroughput should not be specified for index: ${provisioned.name} when BillingMode is PAY_PER_REQUEST`,
      );
    return NO_UNITS;
  }
  if (!throughput)
    return bad("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
  const without = indexes.find((index) => index.kind === "GLOBAL" && index.throughput === undefined);
  if (without) bad(`ProvisionedThroughput is not specified for index: ${without.name}`);
  return throughput;
}

function bad(detail: string): never {
  return invalid(`One or more parameter values were invalid: ${detail}`);
}

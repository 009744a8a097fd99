// Parameter Store.
import type { Gap } from "./gap.ts";

export const SSM_GAPS: readonly Gap[] = [
  { operations: "PutParameter", parameters: "AllowedPattern KeyId Policies Tags" },
  {
    operations: "PutParameter",
    parameters: "Description",
    harmless: "the operation that shows it, DescribeParameters, is not here",
  },
];

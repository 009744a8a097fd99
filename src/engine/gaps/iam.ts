// IAM.
import type { Gap } from "./gap.ts";

export const IAM_GAPS: readonly Gap[] = [{ operations: "ListPolicies", parameters: "OnlyAttached PolicyUsageFilter" }];

// STS.
import type { Gap } from "./gap.ts";

export const STS_GAPS: readonly Gap[] = [
  {
    operations: "AssumeRole",
    parameters: "Policy PolicyArns Tags TransitiveTagKeys SerialNumber TokenCode ProvidedContexts",
  },
  { operations: "GetSessionToken", parameters: "SerialNumber TokenCode" },
];

// STS.
import type { Gap } from "./gap.ts";

export const STS_GAPS: readonly Gap[] = [
  {
    operations: "AssumeRole",
    parameters: "Tags TransitiveTagKeys SerialNumber TokenCode ProvidedContexts",
  },
  { operations: "GetSessionToken", parameters: "SerialNumber TokenCode" },
];

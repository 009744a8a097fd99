// The parameters of before 2014, which expressions replaced: refused with the name of what to use.
import { notOffered } from "./invalid.ts";

const REPLACED: Readonly<Record<string, string>> = {
  Expected: "use ConditionExpression",
  ConditionalOperator: "use the expression parameters",
  AttributeUpdates: "use UpdateExpression",
  AttributesToGet: "use ProjectionExpression",
  KeyConditions: "use KeyConditionExpression",
  QueryFilter: "use FilterExpression",
  ScanFilter: "use FilterExpression",
};

export function refuseLegacy(input: object): void {
  for (const parameter in REPLACED) {
    if ((input as Readonly<Record<string, unknown>>)[parameter] !== undefined) {
      notOffered(`The legacy parameter ${parameter}`, REPLACED[parameter]);
    }
  }
}

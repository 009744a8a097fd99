// The ledger's door to DynamoDB inside the process: what a function would sign and send goes to the engine's operation itself.
import type { DirectEngine } from "../engine/direct-engine.ts";
import { ConditionFailed, type Dynamo, type Item } from "../ledger/dynamo.ts";

export function ledgerInEngine(engine: DirectEngine): Dynamo {
  return {
    async send(operation, input) {
      try {
        return await engine.callUnchecked("dynamodb", operation, input);
      } catch (error) {
        const { code, members } = error as { code?: string; members?: { Item?: Item } };
        if (code === "ConditionalCheckFailedException") throw new ConditionFailed(members?.Item);
        throw error;
      }
    },
  };
}

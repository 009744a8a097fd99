// An engine in memory with a clock that tests move, and the real SDK client on it.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

export const START = Date.UTC(2027, 2, 1, 6);

export interface LocalDynamodb {
  readonly client: DynamoDBClient;
  readonly clock: VirtualClock;
  readonly engine: Engine;
  close(): Promise<void>;
}

export async function startDynamodb(directory = ":memory:"): Promise<LocalDynamodb> {
  const clock = new VirtualClock(START);
  const engine = await startEngine({ directory, clock, fire: false });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  const close = async () => {
    client.destroy();
    await engine.close();
  };
  return { client, clock, engine, close };
}

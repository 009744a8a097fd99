// What the operations of SQS share: the engine's parts, and who waits for messages.
import type { EngineContext } from "../service.ts";
import type { Arrivals } from "./arrivals.ts";

export type Sqs = Pick<EngineContext, "store" | "clock" | "random" | "account" | "region"> & {
  readonly arrivals: Arrivals;
};

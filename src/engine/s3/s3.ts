// What the operations of S3 share: the engine's parts, where bytes are kept, and who hears of new objects.
import type { EngineContext } from "../service.ts";
import type { Blobs } from "./blobs.ts";

/** An event as S3 gives it to EventBridge. */
export interface ObjectEvent {
  readonly source: "aws.s3";
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

export type S3 = Pick<EngineContext, "store" | "clock" | "random" | "account" | "region"> & {
  readonly blobs: Blobs;
  readonly publish: (event: ObjectEvent) => void;
};

/** S3 shows times to the second. */
export const nowOf = (s3: Pick<S3, "clock">) => Math.floor(s3.clock.now() / 1_000) * 1_000;

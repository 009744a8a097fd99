// What Lambda calls every quarter of an hour.
import { functionDoors } from "../runtime/doors.ts";
import { createPost } from "../runtime/dynamo/http-post.ts";
import type { LambdaContext } from "../runtime/lambda-context.ts";
import { type WatchEvent, type WatchResult, watch } from "./watch.ts";

const doors = { ...functionDoors(), post: createPost() };

export const handler = (event: WatchEvent, context: LambdaContext): Promise<WatchResult> =>
  watch(event, doors, () => context.getRemainingTimeInMillis());

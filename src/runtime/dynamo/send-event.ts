// Hands an event to a function, which Lambda then runs by itself (Lambda API, Invoke, InvocationType Event).
import { sleep } from "../../core/clock.ts";
import { EventRefused } from "../errors.ts";
import { type PostDoors, signedPost } from "./signed-post.ts";

const TRIES = 3;
const PAUSE_MS = 100;

/** Resolves when Lambda has accepted it. No trace header goes along, so Lambda does not take a queue for a recursive loop. */
export async function sendEvent(doors: PostDoors, functionArn: string, payload: string): Promise<void> {
  const path = `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`;
  const headers = { "content-type": "application/json", "x-amz-invocation-type": "Event" };
  for (let tries = 1; ; tries++) {
    const { status, body } = await signedPost(doors, { service: "lambda", path, headers, body: payload });
    if (status === 202) return;
    const isPassing = status === 429 || status >= 500;
    if (!isPassing || tries >= TRIES) throw new EventRefused(status, body);
    await sleep(doors.clock, PAUSE_MS * tries);
  }
}

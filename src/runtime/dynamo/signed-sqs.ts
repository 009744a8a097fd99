// One signed request of SQS's JSON protocol (SQS Developer Guide, "AWS JSON protocol").
import type { JsonObject } from "../../core/json.ts";
import { AnswerRefused } from "../errors.ts";
import { type PostDoors, signedPost } from "./signed-post.ts";

/** Throws AnswerRefused for every answer but 200. */
export async function signedSqs(
  doors: PostDoors,
  operation: string,
  input: JsonObject,
): Promise<Readonly<Record<string, unknown>>> {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` };
  const request = { service: "sqs" as const, path: "/", headers, body: JSON.stringify(input) };
  const { status, body } = await signedPost(doors, request);
  if (status !== 200) throw new AnswerRefused(operation, status, body);
  return (body === "" ? {} : JSON.parse(body)) as Readonly<Record<string, unknown>>;
}

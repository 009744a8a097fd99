// The input of a schedule that Lamplighter made: what the job gave it, taken out of the envelope again.
import type { Json, JsonObject } from "../core/json.ts";
import { spanText } from "./delivery.ts";

export type OwnInput =
  | {
      readonly ok: true;
      readonly job: string;
      readonly input: JsonObject;
      /** Keys of the job that the envelope tells of. */
      readonly rules: JsonObject;
    }
  | { readonly ok: false; readonly reason: string };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** undefined for an input that is no envelope. */
export function ownInput(input: JsonObject): OwnInput | undefined {
  const { lamplighter, job } = input;
  if (lamplighter !== 1 || typeof job !== "string") return undefined;
  const policy = isObject(input["policy"]) ? input["policy"] : {};
  if (Array.isArray(policy["hide"]) && policy["hide"].length > 0) {
    const reason =
      "its input holds values that its file takes from elsewhere (${env:…} or ${ssm:…}), and would be written out";
    return { ok: false, reason };
  }
  if (input["watch"] !== undefined || job.startsWith("_")) return { ok: false, reason: "it is Lamplighter's own" };
  const { overlap, startBySeconds, keepDays } = policy;
  return {
    ok: true,
    job,
    input: isObject(input["input"]) ? input["input"] : {},
    rules: {
      ...(typeof overlap === "string" ? { overlap } : {}),
      ...(typeof startBySeconds === "number" ? { startBy: spanText(startBySeconds) } : {}),
      ...(typeof keepDays === "number" ? { keep: `${keepDays}d` } : {}),
    },
  };
}

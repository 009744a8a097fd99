// What the Scheduler has of a schedule, by one signed GET (Scheduler API, GetSchedule).
import { type PostDoors, signedPost } from "../runtime/dynamo/signed-post.ts";
import { AnswerRefused } from "../runtime/errors.ts";
import type { LiveSchedule } from "./doors.ts";

export async function getSchedule(doors: PostDoors, group: string, name: string): Promise<LiveSchedule | undefined> {
  const path = `/schedules/${encodeURIComponent(name)}?groupName=${encodeURIComponent(group)}`;
  const { status, body } = await signedPost(doors, {
    service: "scheduler",
    method: "GET",
    path,
    headers: {},
    body: "",
  });
  if (status === 404) return undefined;
  if (status !== 200) throw new AnswerRefused("GetSchedule", status, body);
  const said = JSON.parse(body) as Readonly<Record<string, unknown>>;
  return {
    enabled: said["State"] !== "DISABLED",
    expression: String(said["ScheduleExpression"] ?? ""),
    timezone: String(said["ScheduleExpressionTimezone"] ?? "UTC"),
    startAt: instantOf(said["StartDate"]),
    endAt: instantOf(said["EndDate"]),
    modifiedAt: instantOf(said["LastModificationDate"]),
  };
}

/** Epoch seconds, as the Scheduler writes times. */
const instantOf = (seconds: unknown): number | undefined =>
  typeof seconds === "number" ? Math.round(seconds * 1_000) : undefined;

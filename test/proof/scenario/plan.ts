// When a job is due, as the proof sees it: lists of minutes and hours. Its text for AWS is made from it, never read back.
import type { Dice } from "./dice.ts";

export interface Plan {
  readonly minutes: readonly number[];
  /** undefined: every hour. */
  readonly hours: readonly number[] | undefined;
}

export function drawPlan(dice: Dice): Plan {
  const step = dice.one(10, 15, 20, 30, 60);
  const offset = dice.whole(0, 9);
  const minutes = Array.from({ length: 60 / step }, (_, index) => index * step + offset).filter((at) => at < 60);
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => hour % 3 !== 1);
  return { minutes, hours: dice.mostly(75, undefined, hours) };
}

/** Minutes and hours written out, sometimes as steps: all forms mean the same. */
export function awsText({ minutes, hours }: Plan): string {
  const [first = 0, second] = minutes;
  const isStep = second !== undefined && minutes.length === Math.ceil((60 - first) / (second - first));
  return `cron(${isStep ? `${first}/${second - first}` : minutes.join(",")} ${hours?.join(",") ?? "*"} * * ? *)`;
}

const MINUTE_MS = 60_000;

/** Every minute of the span is asked whether it is one: no arithmetic that could be wrong in the way the product's is. */
export function dueTimesOf({ minutes, hours }: Plan, fromAt: number, toAt: number): readonly number[] {
  const due: number[] = [];
  for (let at = Math.ceil(fromAt / MINUTE_MS) * MINUTE_MS; at <= toAt; at += MINUTE_MS) {
    const date = new Date(at);
    if (!minutes.includes(date.getUTCMinutes())) continue;
    if (hours === undefined || hours.includes(date.getUTCHours())) due.push(at);
  }
  return due;
}

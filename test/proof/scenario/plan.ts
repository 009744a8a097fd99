// When a job is due, as the proof sees it: lists of minutes and hours. Its text for AWS is made from it, never read back.
import type { Dice } from "./dice.ts";
import { gapsBetween, localTime } from "./local-time.ts";

export interface Plan {
  readonly minutes: readonly number[];
  /** undefined: every hour. */
  readonly hours: readonly number[] | undefined;
  readonly timezone: string;
}

export function drawPlan(dice: Dice, timezone: string): Plan {
  const step = dice.one(10, 15, 20, 30, 60);
  const offset = dice.whole(0, 9);
  const minutes = Array.from({ length: 60 / step }, (_, index) => index * step + offset).filter((at) => at < 60);
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => hour % 3 !== 1);
  return { minutes, hours: dice.mostly(75, undefined, hours), timezone };
}

/** Minutes and hours written out, sometimes as steps: all forms mean the same. */
export function awsText({ minutes, hours }: Plan): string {
  const [first = 0, second] = minutes;
  const isStep = second !== undefined && minutes.length === Math.ceil((60 - first) / (second - first));
  return `cron(${isStep ? `${first}/${second - first}` : minutes.join(",")} ${hours?.join(",") ?? "*"} * * ? *)`;
}

const MINUTE_MS = 60_000;

/** Every minute of the span is asked whether it is one: no arithmetic that could be wrong in the way the product's is.
 * A local time that comes twice is due when it comes first. */
export function dueTimesOf(plan: Plan, fromAt: number, toAt: number): readonly number[] {
  const due: number[] = [];
  for (let at = Math.ceil(fromAt / MINUTE_MS) * MINUTE_MS; at <= toAt; at += MINUTE_MS) {
    const { wallMs, isAgain } = localTime(plan.timezone, at);
    if (!isAgain && isNamed(plan, wallMs)) due.push(at);
  }
  return due;
}

/** Instants at which clocks went forward over a time that the plan names. */
export function gapsIn(plan: Plan, fromAt: number, toAt: number): readonly number[] {
  const gaps = gapsBetween(plan.timezone, fromAt, toAt);
  return gaps.filter(({ walls }) => walls.some((wall) => isNamed(plan, wall))).map(({ at }) => at);
}

function isNamed({ minutes, hours }: Plan, wallMs: number): boolean {
  const date = new Date(wallMs);
  return minutes.includes(date.getUTCMinutes()) && (hours === undefined || hours.includes(date.getUTCHours()));
}

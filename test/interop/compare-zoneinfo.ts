// Compares our due times with Python's zoneinfo: `node test/interop/compare-zoneinfo.ts [--long] [--python PATH]`.
// 60 zones × 100 expressions × 2 years; --long takes every zone and 200 expressions. Ends with 1 on any difference.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { dueTimes } from "../../src/schedule/due-times.ts";
import { ScheduleError } from "../../src/schedule/errors.ts";
import type { Expression } from "../../src/schedule/expression.ts";
import { changesBetween } from "../../src/schedule/gaps/clock-changes.ts";
import { parseAws } from "../../src/schedule/parse-aws.ts";
import { zoneNames } from "../../src/schedule/zone.ts";
import { awsCron } from "../schedule/arbitrary.ts";

interface Answer {
  readonly zone: string;
  readonly changes: readonly (readonly [number, number, number])[];
  readonly due: readonly (readonly [number, string])[];
}

const FROM = Date.UTC(2027, 0, 1);
const TO = Date.UTC(2029, 0, 1) - 60_000;
/** Always compared: the usual ones, and the hours at which clocks change somewhere. */
const USUAL = [
  "cron(0 6 ? * MON-FRI *)",
  "cron(30 2 * * ? *)",
  "cron(30 1 * * ? *)",
  "cron(0 0 * * ? *)",
  "cron(59 23 L * ? *)",
  "cron(0/15 * * * ? *)",
  "cron(0 * ? * SUN *)",
  "cron(0/30 20-2 ? * MON-FRI *)",
  "cron(15 10 ? * 6L *)",
  "cron(0 9 15W * ? *)",
];
const SOME_ZONES = 60;
/** Zones with every kind of clock change; the rest of the sixty are taken at even distances from the list. */
const ALWAYS = [
  "UTC America/New_York America/Santiago America/Havana America/St_Johns America/Nuuk Europe/London Europe/Berlin",
  "Atlantic/Azores Africa/Cairo Africa/Casablanca Asia/Beirut Asia/Gaza Asia/Kathmandu Asia/Tehran Australia/Sydney",
  "Australia/Lord_Howe Pacific/Chatham Pacific/Apia Antarctica/Troll America/Asuncion America/Sao_Paulo Europe/Dublin",
]
  .join(" ")
  .split(" ");

const { values: options } = parseArgs({
  options: { long: { type: "boolean" }, python: { type: "string", default: "python3" }, seed: { type: "string" } },
});

function chosenZones(): string[] {
  const all = [...zoneNames()];
  if (options.long) return all;
  const others = all.filter((zone) => !ALWAYS.includes(zone));
  const distance = others.length / (SOME_ZONES - ALWAYS.length);
  return [
    ...ALWAYS,
    ...Array.from({ length: SOME_ZONES - ALWAYS.length }, (_, n) => others[Math.floor(n * distance)] ?? "UTC"),
  ];
}

/** Random expressions from a fixed seed, without those that no day fulfils. */
function chosenExpressions(): { text: string; expression: Expression }[] {
  const texts = [...USUAL, ...fc.sample(awsCron, { seed: Number(options.seed ?? 2027), numRuns: 600 })];
  const parsed = texts.flatMap((text) => {
    try {
      return [{ text, expression: parseAws(text) }];
    } catch (error) {
      if (error instanceof ScheduleError && error.code === "schedule-never") return [];
      throw error;
    }
  });
  return parsed.slice(0, options.long ? 200 : 100);
}

function ours(expression: Expression, timezone: string): [number, string] {
  const minutes = Float64Array.from(dueTimes({ expression, timezone }, FROM, TO), (at) => at / 60_000);
  return [minutes.length, createHash("sha256").update(new Uint8Array(minutes.buffer)).digest("hex")];
}

function ourChanges(zone: string): [number, number, number][] {
  return changesBetween(zone, FROM, TO).map(({ at, offsetBefore, offsetAfter }) => [
    at / 1_000,
    offsetBefore / 1_000,
    offsetAfter / 1_000,
  ]);
}

const zones = chosenZones();
const expressions = chosenExpressions();
const python = spawn(options.python, [fileURLToPath(new URL("due_times.py", import.meta.url))], {
  stdio: ["pipe", "pipe", "inherit"],
});
const asked = { zones, expressions: expressions.map(({ text }) => text), from: FROM / 1_000, to: TO / 1_000 };
python.stdin.end(JSON.stringify(asked));

let theirTzdata = "";
let compared = 0;
let pairs = 0;
const otherRules: string[] = [];
const differences: string[] = [];
for await (const line of createInterface({ input: python.stdout })) {
  const answer = JSON.parse(line) as Answer | { tzdata: string };
  if ("tzdata" in answer) {
    theirTzdata = answer.tzdata;
    continue;
  }
  if (JSON.stringify(answer.changes) !== JSON.stringify(ourChanges(answer.zone))) {
    otherRules.push(answer.zone);
    continue;
  }
  for (const [index, { text, expression }] of expressions.entries()) {
    const [count, hash] = ours(expression, answer.zone);
    const [theirCount, theirHash] = answer.due[index] ?? [0, ""];
    pairs++;
    compared += count;
    if (hash !== theirHash) differences.push(`${text} in ${answer.zone}: ${count} here, ${theirCount} by zoneinfo`);
  }
}

const sameTzdata = theirTzdata === process.versions["tz"];
console.log(`tzdata ${process.versions["tz"]} here, ${theirTzdata} in Python`);
console.log(
  `${zones.length} zones × ${expressions.length} expressions × 2 years: ${pairs} pairs, ${compared} due times`,
);
if (otherRules.length > 0) console.log(`zones whose rules differ: ${otherRules.join(", ")}`);
for (const difference of differences.slice(0, 20)) console.log(difference);
console.log(`${differences.length} differences`);
// Different tzdata may well have different rules; with the same, a difference is a fault of the zone table.
const failed = differences.length > 0 || pairs === 0 || (sameTzdata && otherRules.length > 0);
process.exitCode = failed ? 1 : 0;

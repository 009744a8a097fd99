// Due times against croner and cron-parser in one run: `node bench/due-times.ts [--json]`. Ratios count, not times.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { CronExpressionParser } from "cron-parser";
import { Cron } from "croner";
import { nextDue, type Timing } from "../src/schedule/due-times.ts";
import { parseAws } from "../src/schedule/parse-aws.ts";
import { parseExpression } from "../src/schedule/parse-expression.ts";
import { median } from "./measure/median.ts";
import { type BenchRow, report } from "./measure/report.ts";

const ZONE = "America/New_York";
const FROM = Date.UTC(2026, 0, 1);
const UNTIL = Date.UTC(2030, 0, 1);
const RUNS = 7;
const RUN_MS = 120;

type Step = () => unknown;

/** Calls a second, the median of seven runs each, the rivals in turn so that a busy moment hits all. */
function perSecond(rivals: Readonly<Record<string, Step>>): Record<string, number> {
  const figures = new Map(Object.keys(rivals).map((name) => [name, [] as number[]]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, step] of Object.entries(rivals)) {
      let calls = 0;
      const begun = performance.now();
      let spent = 0;
      while (spent < RUN_MS) {
        for (let index = 0; index < 10; index++) step();
        calls += 10;
        spent = performance.now() - begun;
      }
      figures.get(name)?.push((calls / spent) * 1_000);
    }
  }
  return Object.fromEntries([...figures].map(([name, all]) => [name, median(all)]));
}

/** Daily, every n minutes, weekdays, the 1st and 15th, Sundays, yearly: the mix of goal P6. */
function mixed(count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    const [minute, hour] = [n % 60, (n * 7) % 24];
    const kinds = [
      `${minute} ${hour} * * *`,
      `*/${1 + (n % 30)} * * * *`,
      `${minute} ${hour} * * 1-5`,
      `${minute} ${hour} 1,15 * *`,
      `${minute} ${hour} * * 0`,
      `${minute} ${hour} ${1 + (n % 28)} ${1 + (n % 12)} *`,
    ];
    return kinds[n % kinds.length] ?? "* * * * *";
  });
}

const timingOf = (line: string, timezone: string): Timing[] =>
  parseExpression(line).expressions.map(({ expression }) => ({ expression, timezone }));

/** Steps that each advance one of the expressions by one due time, in turn; back to the beginning after four years. */
function steppers(lines: readonly string[], timezone: string): Record<string, Step> {
  const timings = lines.flatMap((line) => timingOf(line, timezone));
  const at = timings.map(() => FROM);
  const crons = lines.map((line) => new Cron(line, { timezone, paused: true }));
  const dates = lines.map(() => new Date(FROM));
  const parsers = lines.map((line) => CronExpressionParser.parse(line, { tz: timezone, currentDate: FROM }));
  const turn = { ours: 0, croner: 0, parser: 0 };
  return {
    ours() {
      const index = turn.ours++ % timings.length;
      const timing = timings[index];
      const next = timing && nextDue(timing, at[index] ?? FROM);
      at[index] = next === undefined || next > UNTIL ? FROM : next;
    },
    croner() {
      const index = turn.croner++ % crons.length;
      const next = crons[index]?.nextRun(dates[index]);
      dates[index] = !next || next.getTime() > UNTIL ? new Date(FROM) : next;
    },
    "cron-parser"() {
      const parser = parsers[turn.parser++ % parsers.length];
      if (parser && parser.next().getTime() > UNTIL) parser.reset(new Date(FROM));
    },
  };
}

function row(
  name: string,
  unit: string,
  all: Record<string, number>,
  goal: string,
  met: (row: number, peers: Record<string, number>) => boolean,
): BenchRow {
  const { ours = 0, ...peers } = all;
  return { name, unit, figure: ours, peers, goal, met: met(ours, peers) };
}

/** The goal is set for a zone with clock changes; in UTC cron-parser has a shorter way. */
function nextRow(timezone: string, timesParser: number): BenchRow {
  return row(
    `next due time, 300 mixed expressions, ${timezone}`,
    "per second",
    perSecond(steppers(mixed(300), timezone)),
    `≥ 100 × croner, ≥ ${timesParser} × cron-parser`,
    (ours, { croner = 0, "cron-parser": parser = 0 }) => ours >= 100 * croner && ours >= timesParser * parser,
  );
}

/** What lies years ahead. cron-parser has no years. */
function farRows(): BenchRow[] {
  const after = Date.UTC(2028, 2, 1);
  const cases = [
    ["29 February", "0 0 29 2 *", "cron(0 0 29 2 ? *)", true],
    ["5th Friday of February", "0 0 * 2 5#5", "cron(0 0 ? 2 6#5 *)", true],
    ["year 2199", "0 0 0 31 12 * 2199", "cron(0 0 31 12 ? 2199)", false],
  ] as const;
  return cases.map(([name, line, aws, inBoth]) => {
    const timing = { expression: parseAws(aws), timezone: ZONE };
    const cron = new Cron(line, { timezone: ZONE, paused: true });
    const from = new Date(after);
    const parser = inBoth ? CronExpressionParser.parse(line, { tz: ZONE, currentDate: from }) : undefined;
    const rivals: Record<string, Step> = { ours: () => nextDue(timing, after), croner: () => cron.nextRun(from) };
    if (parser) {
      rivals["cron-parser"] = () => {
        parser.reset(from);
        return parser.next();
      };
    }
    const micros = Object.fromEntries(Object.entries(perSecond(rivals)).map(([who, calls]) => [who, 1e6 / calls]));
    const fastest = (peers: Record<string, number>) => Math.min(...Object.values(peers));
    return row(
      `far jump: ${name}`,
      "µs",
      micros,
      "< 50 µs, no peer faster",
      (ours, peers) => ours < 50 && ours <= fastest(peers),
    );
  });
}

/** Ours does all ten million; the peers a thousandth of them, as due times a second. */
function bulkRow(): BenchRow {
  const lines = mixed(10_000);
  const timings = lines.flatMap((line) => timingOf(line, ZONE));
  const begun = performance.now();
  let count = 0;
  for (const timing of timings) {
    for (let at: number | undefined = FROM, n = 0; n < 1_000 && at !== undefined; n++, count++)
      at = nextDue(timing, at);
  }
  const ours = (count / (performance.now() - begun)) * 1_000;
  const { croner = 0, "cron-parser": parser = 0 } = perSecond(steppers(mixed(60), ZONE));
  const all = { ours, croner, "cron-parser": parser };
  return row("1,000 due times of 10,000 jobs", "per second", all, "no peer faster", (own, peers) =>
    Object.values(peers).every((peer) => own >= peer),
  );
}

function parseRow(): BenchRow {
  const lines = mixed(300);
  const aws = lines.flatMap((line) => parseExpression(line).expressions.map(({ expression }) => expression.text));
  let turn = 0;
  const pick = (texts: readonly string[]) => texts[turn++ % texts.length] ?? "";
  const all = perSecond({
    ours: () => parseAws(pick(aws)),
    "ours, Unix": () => parseExpression(pick(lines)),
    croner: () => new Cron(pick(lines), { timezone: ZONE, paused: true }),
    "cron-parser": () => CronExpressionParser.parse(pick(lines), { tz: ZONE, currentDate: FROM }),
  });
  return row("parse", "per second", all, "≥ 10 × croner", (ours, { croner = 0 }) => ours >= 10 * croner);
}

function memoryRow(): BenchRow {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const bytes = (count: number, make: (line: string) => unknown) => {
    const lines = mixed(count);
    // Once for what stays anyway: compiled code, and the fields that expressions share.
    lines.map(make);
    collect();
    const before = process.memoryUsage().heapUsed;
    const kept = lines.map(make);
    collect();
    return (process.memoryUsage().heapUsed - before) / kept.length;
  };
  const all = {
    ours: bytes(10_000, (line) => parseExpression(line).expressions[0]?.expression),
    croner: bytes(1_000, (line) => new Cron(line, { timezone: ZONE, paused: true })),
    "cron-parser": bytes(1_000, (line) => CronExpressionParser.parse(line, { tz: ZONE, currentDate: FROM })),
  };
  return row("memory of an expression", "bytes", all, "≤ 500 bytes", (ours) => ours <= 500);
}

report([nextRow(ZONE, 1_000), nextRow("UTC", 100), ...farRows(), bulkRow(), parseRow(), memoryRow()]);

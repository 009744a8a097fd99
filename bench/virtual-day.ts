// Memory after a day of virtual time (P7): `npm run bench -- virtual-day [--json]`. 100 schedules, due some 19,000 times in
// the day, send to a function, which runs in its own process each time, and to a queue, which is emptied every hour.
import { fileURLToPath } from "node:url";
import type { Day } from "./firing/day.ts";
import { inOwnProcess } from "./measure/own-process.ts";
import { type BenchRow, report } from "./measure/report.ts";

const MIB = 2 ** 20;
const MOST_GROWTH = 1.1;

const day = await inOwnProcess<Day>(fileURLToPath(new URL("./firing/day.ts", import.meta.url)), []);
const at = (hour: number) =>
  day.hours.find((one) => one.hour === hour) ?? { heapBytes: Number.NaN, rssBytes: Number.NaN };
const growth = at(24).heapBytes / at(6).heapBytes;
const plain = (name: string, unit: string, figure: number): BenchRow => ({ name, unit, figure, peers: {} });
report([
  plain("firings of the day", "runs and messages", day.fired),
  plain("wall time of the day", "s", day.wallMs / 1_000),
  plain("memory of the engine's process after the day", "MiB", at(24).rssBytes / MIB),
  plain("heap in use at 06:00, garbage collected", "MiB", at(6).heapBytes / MIB),
  {
    ...plain("heap in use at 24:00, garbage collected", "MiB", at(24).heapBytes / MIB),
    ...{ goal: `≤ ${MOST_GROWTH} × what it was at 06:00`, met: growth <= MOST_GROWTH },
  },
  {
    ...plain("lost", "firings", day.expected - day.fired),
    ...{ goal: "0", met: day.expected === day.fired },
  },
]);

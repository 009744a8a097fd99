// Due times as they were asked for: a table, tab-separated lines, or JSON.
import type { CommandLine } from "./command.ts";
import { jsonDocument } from "./render/json-document.ts";
import { cell, renderTable } from "./render/table.ts";
import type { DueTime } from "./upcoming.ts";

const HEAD = ["SCHEDULE", "LOCAL", "ZONE", "UTC", "REMARK"];
const SPARE = ["ZONE", "UTC"];

export function showTimes(times: readonly DueTime[], { options, terminal }: CommandLine): void {
  if (options.flag("json")) {
    terminal.out(jsonDocument({ times }));
    return;
  }
  if (times.length === 0) {
    terminal.note("nothing is due: no enabled job has a schedule in this span");
    return;
  }
  const rows = times.map(({ schedule, local, zone, due, remark }) => [
    cell(schedule),
    local,
    zone,
    due,
    cell(remark ?? "", 160),
  ]);
  for (const text of renderTable(HEAD, rows, terminal, SPARE)) terminal.out(text);
}

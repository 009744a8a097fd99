// The day as a picture: one lane for each job, one bar for each run, hours from left to right.
import { escapeHtml } from "./escape-html.ts";
import type { Report } from "./figures.ts";

const DAY_MS = 86_400_000;
const LABEL = 150;
const WIDTH = 960;
const LANE = 26;
const TOP = 22;
const THINNEST = 2;

export function timelineSvg({ day, jobs, timeline }: Report): string {
  const start = Date.parse(`${day}T00:00:00Z`);
  const x = (at: number) => LABEL + (Math.min(DAY_MS, Math.max(0, at - start)) / DAY_MS) * WIDTH;
  const height = TOP + jobs.length * LANE + 4;
  const hours = Array.from({ length: 9 }, (_, index) => index * 3).map((hour) => {
    const at = round(x(start + hour * 3_600_000));
    const line = `<line x1="${at}" y1="${TOP - 4}" x2="${at}" y2="${height}" class="hour"/>`;
    return `${line}<text x="${at}" y="12" class="axis">${String(hour).padStart(2, "0")}:00</text>`;
  });
  const lanes = jobs.map(({ job }, lane) => {
    const y = TOP + lane * LANE;
    const bars = timeline
      .filter((bar) => bar.job === job)
      .map(({ status, startedAt, endedAt, run }) => {
        const from = x(Date.parse(startedAt));
        const width = Math.max(THINNEST, x(Date.parse(endedAt)) - from);
        const box = `x="${round(from)}" y="${y + 4}" width="${round(width)}" height="${LANE - 10}"`;
        return `<rect ${box} class="${escapeHtml(status)}"><title>${escapeHtml(run)}, ${escapeHtml(status)}</title></rect>`;
      });
    return `<text x="0" y="${y + 16}">${escapeHtml(job)}</text>${bars.join("")}`;
  });
  const size = `viewBox="0 0 ${LABEL + WIDTH + 30} ${height}"`;
  return `<svg ${size} role="img" aria-label="Runs of ${day} by hour">${hours.join("")}${lanes.join("")}</svg>`;
}

const round = (value: number): string => value.toFixed(1);

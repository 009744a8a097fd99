// A report as one HTML page that needs nothing else: no script, no font, no picture from anywhere.
import { escapeHtml } from "./escape-html.ts";
import type { Report } from "./figures.ts";
import { timelineSvg } from "./timeline.ts";

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1c1b19;background:#fbfaf7}
table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:500;color:#6f6a62}
th,td{padding:.35rem 1rem .35rem 0;border-bottom:1px solid #e4dfd6}td.n,th.n{text-align:right}
svg{width:100%;font:12px system-ui,sans-serif}.hour{stroke:#e4dfd6}.axis{fill:#6f6a62;text-anchor:middle}
rect{fill:#9a948a}.succeeded{fill:#2f7d4f}.failed,.dead{fill:#b3261e}.missed{fill:#b26a00}.bad{color:#b3261e}`;

export function renderHtml(report: Report): string {
  const title = `${report.app} ${report.environment}, ${report.day}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><h1>${escapeHtml(title)}</h1>
<p>${report.runs} runs, ${report.failures.length} failed or missed, ${usd(report.costUsd)}. Times in UTC.</p>
<h2>Timeline</h2>
${timelineSvg(report)}
<h2>Jobs</h2>
${jobsTable(report)}
<h2>Failures</h2>
${failuresTable(report)}
</body></html>
`;
}

function jobsTable({ jobs }: Report): string {
  if (jobs.length === 0) return "<p>Nothing ran on this day.</p>";
  const rows = jobs.map(
    ({ job, succeeded, failed, skipped, medianMs, longestMs, costUsd }) =>
      `<tr><td>${escapeHtml(job)}</td><td class="n">${succeeded}</td><td class="n${failed > 0 ? " bad" : ""}">${failed}</td>` +
      `<td class="n">${skipped}</td><td class="n">${span(medianMs)}</td><td class="n">${span(longestMs)}</td>` +
      `<td class="n">${usd(costUsd)}</td></tr>`,
  );
  const head = ["Succeeded", "Failed", "Skipped", "Median", "Longest", "Cost"].map(
    (name) => `<th class="n">${name}</th>`,
  );
  return `<table><thead><tr><th>Job</th>${head.join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

function failuresTable({ failures }: Report): string {
  if (failures.length === 0) return "<p>None.</p>";
  const rows = failures.map(
    ({ job, due, reason, run }) =>
      `<tr><td>${escapeHtml(job)}</td><td>${escapeHtml(due)}</td><td>${escapeHtml(reason)}</td><td>${escapeHtml(run)}</td></tr>`,
  );
  const head = "<tr><th>Job</th><th>Due</th><th>Why</th><th>Run</th></tr>";
  return `<table><thead>${head}</thead><tbody>${rows.join("\n")}</tbody></table>`;
}

const usd = (value: number): string => `${value.toFixed(6)} USD`;
const span = (ms: number | null): string =>
  ms === null ? "" : ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;

// A plan as Markdown, for a comment on a pull request: a table of what changes, folded lists of what is only noted.
import type { Action, Change, Plan } from "../../plan/plan.ts";
import { summaryOf } from "../../plan/plan-json.ts";
import { changedPermissions } from "./changed-permissions.ts";
import { changedTexts } from "./changed-texts.ts";
import { dueText } from "./due-text.ts";
import { driftText, renameText } from "./plan.ts";
import { cell } from "./table.ts";

const SIGN = { create: "+", update: "~", delete: "-", keep: "?" } as const;
const LONGEST_VALUE = 80;
/** GitHub refuses comments of more than 65,536 characters. */
const MOST_ROWS = 200;

export function planMarkdown(plan: Plan, now: number): string[] {
  const { create, update, delete: deleted, unchanged } = summaryOf(plan);
  const steps = plan.actions.filter(({ action }) => action !== "keep");
  const rows = steps.slice(0, MOST_ROWS).map((action) => row(action, now));
  const warnings = steps.flatMap(({ kind, name, warnings: said }) =>
    said.map((text) => `- ${md(`${kind} ${name}: ${text}`)}`),
  );
  const more = steps.length > rows.length ? ["", `… and ${steps.length - rows.length} more.`] : [];
  return [
    `### lamp plan: ${md(plan.environment)}`,
    "",
    steps.length === 0
      ? "Nothing to do: everything is as the file says."
      : `**${create} to add, ${update} to change, ${deleted} to delete**, ${unchanged} unchanged`,
    ...(rows.length > 0 ? ["", "| | What | Changes | Next due |", "|---|---|---|---|", ...rows, ...more] : []),
    ...(warnings.length > 0 ? ["", "**Warnings**", "", ...warnings] : []),
    ...folded(
      "Held back by operators, kept so",
      plan.held.map(({ name, by, reason }) => `${name}: ${by ?? ""} ${reason}`),
    ),
    ...folded("Not in the file, kept", kept(plan)),
    ...folded(
      "Somebody else's, under a name this file wants",
      plan.foreign.map(({ kind, name }) => `${kind} ${name}`),
    ),
    ...folded("Changed outside since the last sync", plan.drift.map(driftText)),
    "",
    `<sub>fingerprint <code>${plan.fingerprint.slice(0, 16)}</code></sub>`,
  ];
}

function row(action: Action, now: number): string {
  const changes = action.changes.map(changeText).join("<br>");
  return `| \`${SIGN[action.action]}\` | ${action.kind} **${md(action.name)}**${md(renameText(action))} | ${changes} | ${md(dueText(action, now) ?? "")} |`;
}

function changeText({ path, from, to }: Change): string {
  const permissions = changedPermissions(from, to);
  if (permissions) return `${md(path)}:<br>${permissions.map(md).join("<br>")}`;
  return `${md(path)}: ${changedTexts(from, to, LONGEST_VALUE).map(plain).join(" → ")}`;
}

const plain = (text: string): string => (text === "(none)" ? text : md(text));

const kept = ({ actions }: Plan): string[] =>
  actions.filter(({ action }) => action === "keep").map(({ kind, name }) => `${kind} ${name}`);

function folded(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const items = lines.map((line) => `- ${md(cell(line, 200))}`);
  return ["", `<details><summary>${title} (${lines.length})</summary>`, "", ...items, "", "</details>"];
}

/** Text from a file or from AWS stays text: no markup, no table cells, no mentions, no links. */
function md(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[\\`*_{}[\]()#+!|~]/g, "\\$&")
    .replace(/@/g, "@\u200b")
    .replace(/:\/\//g, ":\u200b//")
    .replace(/\s*\n\s*/g, " ");
}

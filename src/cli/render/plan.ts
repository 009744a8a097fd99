// A plan for a person: one line an action, `old -> new` a field, when it fires before and after, and the counts.
import type { Action, Change, Plan } from "../../plan/plan.ts";
import { summaryOf } from "../../plan/plan-json.ts";
import type { Terminal } from "../terminal.ts";
import { changedPermissions } from "./changed-permissions.ts";
import { changedTexts } from "./changed-texts.ts";
import { dueText } from "./due-text.ts";
import { cell } from "./table.ts";

const GLYPH = { create: "+", update: "~", delete: "-", keep: "?" } as const;
const COLOUR = { create: "green", update: "yellow", delete: "red", keep: "dim" } as const;
const LONGEST_VALUE = 60;

export function renderPlan(plan: Plan, now: number, terminal: Terminal): string[] {
  const lines: string[] = [];
  const steps = plan.actions.filter(({ action }) => action !== "keep");
  for (const action of steps) lines.push(...renderAction(action, now, terminal));
  const kept = plan.actions.filter(({ action }) => action === "keep");
  if (kept.length > 0) {
    lines.push("", terminal.style("bold", "Not in the file, kept (lamp sync --prune deletes what can be):"));
    for (const action of kept) lines.push(`  ${terminal.style("dim", GLYPH.keep)} ${action.kind} ${action.name}`);
  }
  if (plan.held.length > 0) {
    lines.push("", terminal.style("bold", "Held back, and kept so (lamp resume ends a pause):"));
    for (const hold of plan.held)
      lines.push(`  ${terminal.style("yellow", "‖")} schedule ${hold.name}: ${holdText(hold)}`);
  }
  if (plan.foreign.length > 0) {
    lines.push("", terminal.style("red", "Somebody else's, under a name this file wants:"));
    for (const { kind, name } of plan.foreign) lines.push(`  ! ${kind} ${name}: ${adoptHint(kind)}`);
  }
  if (plan.drift.length > 0) {
    lines.push("", terminal.style("bold", "Changed outside since the last sync:"));
    for (const one of plan.drift) lines.push(`  ${driftText(one)}`);
  }
  return [...lines, ...(lines.length > 0 ? [""] : []), renderSummary(plan)];
}

export function renderAction(action: Action, now: number, terminal: Terminal): string[] {
  const glyph = terminal.style(COLOUR[action.action], GLYPH[action.action]);
  const job = action.job && action.kind !== "schedule" ? terminal.style("dim", ` (job ${action.job})`) : "";
  const lines = [`${glyph} ${action.kind} ${terminal.style("bold", cell(action.name))}${job}${renameText(action)}`];
  for (const change of action.changes) lines.push(...renderChange(change).map((text) => `    ${text}`));
  const due = dueText(action, now);
  if (due) lines.push(`    ${terminal.style("cyan", due)}`);
  for (const warning of action.warnings) lines.push(`    ${terminal.style("yellow", `warning: ${warning}`)}`);
  return lines;
}

/** A renamed job is one schedule that comes and one that goes: both say so. */
export function renameText(action: Action): string {
  if (action.action === "create" && action.was) return ` (renamed from ${action.was.join(", ")})`;
  return action.action === "delete" && action.movedTo !== undefined ? ` (renamed to ${action.movedTo})` : "";
}

export function renderSummary(plan: Plan): string {
  const { create, update, delete: deleted, unchanged } = summaryOf(plan);
  const warnings = plan.actions.reduce((sum, action) => sum + action.warnings.length, 0);
  const warned = warnings === 0 ? "" : `; ${warnings} ${warnings === 1 ? "warning" : "warnings"}`;
  return `${create} to add, ${update} to change, ${deleted} to delete, ${unchanged} unchanged${warned}`;
}

export const driftText = ({ kind, name, deleted }: Plan["drift"][number]): string =>
  `${kind} ${name}${deleted ? " (deleted)" : ""}`;

function renderChange({ path, from, to }: Change): readonly string[] {
  const permissions = changedPermissions(from, to);
  if (permissions) return [`${path}:`, ...permissions.map((text) => `  ${text}`)];
  return [`${path}: ${changedTexts(from, to, LONGEST_VALUE).join(" -> ")}`];
}

function holdText({ by, reason, until }: Plan["held"][number]): string {
  const who = by === null ? "" : `paused by ${by}${until === null ? "" : ` until ${until.replace(".000Z", "Z")}`}`;
  return cell([who, reason].filter((part) => part !== "").join(": "), 120);
}

function adoptHint(kind: string): string {
  if (kind === "schedule") return "it is in our group but not ours; rename the job, or delete it";
  return kind === "recording"
    ? "the function has a destination already, which stays; take record: out, or that destination away (lambda update-function-event-invoke-config)"
    : "rename the app or the job, or take it over by tagging it lamplighter:app and lamplighter:env";
}

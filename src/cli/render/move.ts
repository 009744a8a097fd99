// A move as lines for people, before and after, and as JSON.

import { instantText } from "../../adoption/instant-text.ts";
import type { MovePlan, MoveStep } from "../../adoption/move/moving.ts";
import type { MoveResult } from "../move-by-hand.ts";

type Planned = MovePlan & { readonly ok: true };

export function stepText(step: MoveStep, origin: string): string {
  if (step.do === "note") return `note the move on ${origin}`;
  if (step.do === "unnote") return `take the note of the move off ${origin}`;
  const verb = step.on ? "enable" : "disable";
  return step.do === "origin" ? `${verb} ${origin}` : `${verb} schedule ${step.name}`;
}

/** What will happen, and when. */
export function moveLines(origin: string, plan: Planned, group: string): readonly string[] {
  return [
    `${origin} and the schedules of group ${group}:`,
    ...plan.steps.map((step, index) => `  ${index + 1} ${stepText(step, origin)}`),
    ...(plan.lastDue === undefined ? [] : [`  last due time before: ${instantText(plan.lastDue)}`]),
    ...(plan.nextDue === undefined ? [] : [`  next due time after: ${instantText(plan.nextDue)}`]),
    ...plan.notes.map((note) => `  ${note}`),
  ];
}

export function moveEnd({ origin, status, plan, reason }: MoveResult): readonly string[] {
  if (status === "refused" || status === "failed") return [`${origin}: ${status}: ${reason}`];
  if (status === "already") return [`${origin}: nothing to do, it is moved already`];
  if (status === "would") return [`${origin}: would be done now`];
  const lost = plan?.ok ? plan.lost : [];
  const next = plan?.ok && plan.nextDue !== undefined ? `, next due ${instantText(plan.nextDue)}` : "";
  return [
    `${origin}: done${next}`,
    ...lost.map(
      (at) => `  nothing was on at ${instantText(at)}: lamp run JOB --due ${instantText(at)} makes up for it`,
    ),
  ];
}

export function moveJson({ origin, status, plan, reason }: MoveResult): object {
  const text = (at: number | undefined) => (at === undefined ? null : instantText(at));
  const known = plan?.ok ? plan : undefined;
  return {
    origin,
    status,
    reason,
    steps: known ? known.steps.map((step) => stepText(step, origin)) : [],
    lastDue: text(known?.lastDue),
    nextDue: text(known?.nextDue),
    lost: (known?.lost ?? []).map(instantText),
    notes: known?.notes ?? [],
    quietAt: plan && !plan.ok ? text(plan.quietAt) : null,
  };
}

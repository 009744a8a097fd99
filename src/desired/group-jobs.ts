// Which jobs share a function: equal handler, settings, retries and dead letters. Lambda's control plane is slow, functions are few.
import { stableJson } from "../core/json.ts";
import type { Job, Model } from "../manifest/model.ts";
import { functionName, handlerName } from "./names.ts";

export interface FunctionGroup {
  readonly name: string;
  readonly handler: string;
  /** At least one; sorted by name. What they share is read from the first. */
  readonly jobs: readonly [Job, ...Job[]];
}

/** Sorted by name. A handler's first group has the handler's name; the others add their first job's. */
export function groupJobs(model: Model): readonly FunctionGroup[] {
  const groups = new Map<string, { handler: string; jobs: [Job, ...Job[]] }>();
  for (const job of [...model.jobs].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!("handler" in job.code)) continue;
    const { handler } = job.code;
    const shared = stableJson([handler, job.settings, job.retry, job.deadLetter]);
    const group = groups.get(shared);
    if (group) group.jobs.push(job);
    else groups.set(shared, { handler, jobs: [job] });
  }
  const handlers = [...groups.values()].map(({ handler }) => handler);
  return [...groups.values()]
    .map((group) => ({ ...group, name: functionName(model.app, model.environment.name, namePart(group, handlers)) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The handler's name where it is the only one; its folders too where two handlers share a file name. */
function namePart(group: { handler: string; jobs: readonly [Job, ...Job[]] }, handlers: readonly string[]): string {
  const name = handlerName(group.handler);
  const sameName = new Set(handlers.filter((handler) => handlerName(handler) === name));
  const base = sameName.size > 1 ? group.handler.replace(/\.[^./]+$/, "").replace(/[^A-Za-z0-9_-]/g, "-") : name;
  const alone = handlers.filter((handler) => handler === group.handler).length === 1;
  return alone ? base : `${base}-${group.jobs[0].name}`;
}

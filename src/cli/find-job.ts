// A job by the name somebody typed, or the nearest one in a sentence.
import { nearest } from "../core/nearest.ts";
import type { Job, Model } from "../manifest/model.ts";
import { NotFound } from "./errors.ts";

export function findJob(model: Model, name: string): Job {
  const job = model.jobs.find((one) => one.name === name);
  if (job) return job;
  throw new NotFound(unknownJob(model, name));
}

export function unknownJob(model: Model, name: string): string {
  const renamed = model.jobs.find(({ was }) => was.includes(name));
  if (renamed) return `There is no job "${name}" any more: it is "${renamed.name}" now.`;
  const near = nearest(
    name,
    model.jobs.map((one) => one.name),
  );
  const hint = near
    ? ` Did you mean "${near}"?`
    : ` The jobs are: ${model.jobs.map((one) => one.name).join(", ") || "none"}.`;
  return `There is no job "${name.slice(0, 80)}".${hint}`;
}

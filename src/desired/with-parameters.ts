// Parameters' values in their places: in functions' environments, and in the inputs of schedules.
import { fillMarks, namesMarkedIn } from "../manifest/parameter-marks.ts";
import type { Resource } from "./resource.ts";

/** Names of the parameters that these resources take, each once, sorted. */
export function parametersOf(resources: readonly Resource[]): readonly string[] {
  return [...new Set(resources.flatMap((resource) => textsOf(resource).flatMap(namesMarkedIn)))].sort();
}

/** Throws nothing: a name without a value is for the caller to find first. */
export function withParameters(resources: readonly Resource[], values: ReadonlyMap<string, string>): Resource[] {
  if (values.size === 0) return [...resources];
  const lookUp = (name: string) => values.get(name) ?? "";
  return resources.map((resource) => {
    if (resource.kind === "schedule") return { ...resource, input: filledJson(resource.input, values) };
    if (resource.kind !== "function") return resource;
    const environment = Object.entries(resource.environment).map(([key, text]) => [key, fillMarks(text, lookUp)]);
    return { ...resource, environment: Object.fromEntries(environment) };
  });
}

/** JSON text, in which a value stands as part of a text. */
export const filledJson = (text: string, values: ReadonlyMap<string, string>): string =>
  fillMarks(text, (name) => JSON.stringify(values.get(name) ?? "").slice(1, -1));

function textsOf(resource: Resource): readonly string[] {
  if (resource.kind === "schedule") return [resource.input];
  return resource.kind === "function" ? Object.values(resource.environment) : [];
}

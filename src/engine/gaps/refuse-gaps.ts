// Refuses a request that relies on something the engine has not: a parameter left out in silence would be a lie.
import { ServiceError } from "../service.ts";
import { type Refused, refusedOf } from "./gap.ts";
import { GAPS } from "./gaps.ts";

const REFUSED = new Map(Object.entries(GAPS).map(([service, gaps]) => [service, refusedOf(gaps)]));

/** Throws NotImplemented, which names the first such parameter. */
export function refuseGaps(service: string, operation: string, input: unknown): void {
  for (const { path, accepts } of REFUSED.get(service)?.get(operation) ?? []) {
    const bad = valuesAt(input, path).find((value) => !isInert(value) && !accepts.includes(value));
    if (bad !== undefined) throw notImplemented(operation, { path, accepts });
  }
}

function notImplemented(operation: string, { path, accepts }: Refused): ServiceError {
  const but = accepts.length > 0 ? `, but for ${accepts.join(", ")}` : "";
  return new ServiceError(
    "NotImplemented",
    `The parameter ${path.join(".")} of ${operation} is not implemented by the Lamplighter engine${but}. Leave it out here.`,
  );
}

function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [member, ...rest] = path;
  if (member === undefined) return [value];
  if (typeof value !== "object" || value === null) return [];
  return valuesAt((value as Readonly<Record<string, unknown>>)[member], rest);
}

/** Says nothing, or no: what clients send for what was not asked for. */
function isInert(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  if (typeof value !== "object" || value instanceof Uint8Array) return false;
  return Object.values(value).every(isInert);
}

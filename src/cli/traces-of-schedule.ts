// What a deployed schedule's input says of the traces that its runs leave: read from the schedule itself, so that it is true of it.
import type { ScheduleResource } from "../desired/resource.ts";
import type { Revision } from "../ledger/items/revision-item.ts";

export type Traces = Pick<Revision, "unrecorded" | "toldWithinSeconds" | "keepDays">;

/** `unrecorded` where the file names a function that leaves none. */
export function tracesOf({ input }: ScheduleResource, unrecorded: boolean): Traces {
  const { toldWithin, keepDays } = policyIn(input);
  const toldWithinSeconds = typeof toldWithin === "number" ? toldWithin : undefined;
  return {
    unrecorded: (unrecorded && toldWithinSeconds === undefined) || undefined,
    toldWithinSeconds,
    keepDays: typeof keepDays === "number" ? keepDays : undefined,
  };
}

function policyIn(input: string): { readonly toldWithin?: unknown; readonly keepDays?: unknown } {
  try {
    const { policy } = JSON.parse(input) as { policy?: object };
    return policy ?? {};
  } catch {
    return {};
  }
}

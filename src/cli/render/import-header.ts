// What stands at the top of an imported file: where it is from, and what a sync of it would do.
import type { Found } from "../../adoption/found.ts";
import type { Environment } from "../../manifest/model.ts";

export function importHeader(found: readonly Found[], { region }: Environment): readonly string[] {
  const account = found[0]?.arn.split(":")[4];
  const place = account ? `account ${account}, ${region}` : region;
  return [
    `Written by lamp import from what fires in ${place}.`,
    "Each job runs an existing function, which stays as it is and gets the event that it got before (envelope: false).",
    "Lamplighter keeps no history of such runs, and neither skips nor makes up for any: a handler: of your own has all that.",
    "Every job is off (enabled: false): what it comes from goes on firing until you switch it off. Do that between two",
    "due times, take the line away and sync, and nothing is run twice or not at all.",
  ];
}

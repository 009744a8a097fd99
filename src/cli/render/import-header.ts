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
    "What a job replaces goes on firing, and as long as it does, lamp sync holds the job's own schedules back: nothing is run",
    "twice. lamp import --move hands over between two due times; after that the line replaces: may go.",
  ];
}

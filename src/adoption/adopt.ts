// From what was found to a manifest: jobs, what each left behind, and what could not be a job, all of it named.
import type { LoadInput } from "../manifest/load-model.ts";
import type { Problem } from "../manifest/problem.ts";
import { checkManifest } from "./check-manifest.ts";
import { type Draft, type Skipped, type Source, skipped } from "./draft.ts";
import type { Found } from "./found.ts";
import { jobOfSchedule } from "./job-of-schedule.ts";
import { jobsOfRule } from "./jobs-of-rule.ts";
import { mergeOwn } from "./merge-own.ts";
import { nameJobs } from "./name-jobs.ts";
import { originOfDraft } from "./origin.ts";
import { writeManifest } from "./write-manifest.ts";

export interface AdoptInput {
  readonly app: string;
  readonly found: readonly Found[];
  /** The group that a sync of the file would make. */
  readonly ownGroup: string;
  /** Groups that were asked for by name: what Lamplighter made is taken from these only. */
  readonly groups: readonly string[];
  readonly header: readonly string[];
  readonly now: number;
  /** How the file will be read. */
  readonly load: LoadInput;
}

export interface Adopted {
  readonly text: string;
  readonly jobs: ReadonlyMap<string, Draft>;
  /** Wholes first, then the parts that jobs left behind. */
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly Problem[];
  /** Of the file as a whole: it is too big, or has too many jobs. Empty when the text can be used. */
  readonly errors: readonly Problem[];
}

export function adopt(input: AdoptInput): Adopted {
  const made = input.found.toSorted(byPlace).flatMap((found) => {
    return found.kind === "rule" ? jobsOfRule(found, input.now) : [jobOfSchedule(found, input.now)];
  });
  const asked = made.filter(isDraft).filter((draft) => isAskedFor(draft, input.groups));
  const merged = mergeOwn(asked);
  const notAsked = made.filter(isDraft).filter((draft) => !asked.includes(draft));
  const left = [
    ...made.filter((one): one is Skipped => !isDraft(one)),
    ...notAsked.map(({ source, own }) => skipped(source, "schedule", madeByUs(own?.job ?? "", groupOf(source)))),
    ...merged.skipped,
  ];
  return settled(input, nameJobs(merged.drafts), left);
}

const byPlace = (a: Found, b: Found): number => (placeOf(a) < placeOf(b) ? -1 : placeOf(a) > placeOf(b) ? 1 : 0);
const placeOf = (found: Found): string =>
  `${found.kind} ${found.kind === "rule" ? "" : `${found.group}/`}${found.name}`;

const isDraft = (one: Draft | Skipped): one is Draft => "values" in one;

const groupOf = ({ name }: Source): string => name.split("/", 1)[0] ?? "";

const isAskedFor = ({ own, source }: Draft, groups: readonly string[]): boolean =>
  own === undefined || groups.includes(groupOf(source));

const madeByUs = (job: string, group: string): string =>
  `Lamplighter made it for the job ${job}; --group ${group} imports it all the same`;

/** A job that the loader refuses is left out with the loader's reason, until there is none. */
function settled(input: AdoptInput, named: ReadonlyMap<string, Draft>, left: readonly Skipped[]): Adopted {
  const jobs = new Map(named);
  const wholes = [...left];
  for (;;) {
    const handed = new Map([...jobs].map(([name, draft]) => [name, handedOver(draft, input.ownGroup)] as const));
    const text = writeManifest({ app: input.app, header: input.header, jobs: handed, skipped: wholes });
    const { refused, errors, warnings } = checkManifest(text, input.load);
    const dropped = [...refused].filter(([name]) => jobs.has(name));
    for (const [name, reason] of dropped) {
      const source = jobs.get(name)?.source;
      if (source) wholes.push(skipped(source, source.target === undefined ? source.kind : "target", reason));
      jobs.delete(name);
    }
    if (dropped.length > 0) continue;
    const parts = [...jobs.values()].flatMap((draft) => draft.left);
    return { text, jobs, skipped: [...wholes, ...parts], warnings, errors };
  }
}

/** What fires goes on firing, and the job is held back until it does no more; what is off stays off. */
function handedOver(draft: Draft, ownGroup: string): Draft {
  const off = { ...draft, values: { ...draft.values, enabled: false } };
  if (!draft.isOn) return off;
  // A sync of the file goes on with these very schedules.
  if (draft.source.kind === "schedule" && groupOf(draft.source) === ownGroup) return draft;
  if (typeof draft.values["schedule"] === "string")
    return { ...draft, values: { ...draft.values, replaces: originOfDraft(draft) } };
  return { ...off, notes: [...draft.notes, SEVERAL_NOTE] };
}

const SEVERAL_NOTE = "off, since several schedules fire it still: switch those off, then take enabled: false away";

// The schedules that Lamplighter made for one job become one job again, as they were.
import type { JsonObject } from "../core/json.ts";
import { stableJson } from "../core/json.ts";
import { type Draft, type Skipped, skipped } from "./draft.ts";

/** The one-time schedules that `dst: run-after` makes: `<schedule>.dst-20270328`. */
const AFTER_GAP = /(^|\.)dst-\d{8}$/;

export function mergeOwn(drafts: readonly Draft[]): {
  readonly drafts: readonly Draft[];
  readonly skipped: readonly Skipped[];
} {
  const afterGaps = drafts.filter(({ own }) => own && AFTER_GAP.test(own.schedule));
  const makingUp = new Set(afterGaps.map(jobKey));
  const parts = Map.groupBy(
    drafts.filter((draft) => !afterGaps.includes(draft)),
    (draft) => (draft.own ? `${jobKey(draft)}\n${stableJson({ ...draft.values, schedule: "" })}` : draft),
  );
  return {
    drafts: [...parts.values()].map((alike) => {
      const draft = merged(alike);
      return draft.own && makingUp.has(jobKey(draft))
        ? { ...draft, values: { ...draft.values, dst: "run-after" } }
        : draft;
    }),
    skipped: afterGaps.map(({ source }) =>
      skipped(source, "schedule", "it makes up for one clock change; dst: run-after makes it anew"),
    ),
  };
}

const jobKey = ({ source, own }: Draft): string => `${source.name.split("/", 1)[0]}/${own?.job}`;

function merged(alike: readonly Draft[]): Draft {
  const [first] = alike as [Draft, ...Draft[]];
  const isNamed = alike.some(({ own }) => own !== undefined && own.schedule !== "");
  if (!isNamed) return first;
  const entries = alike.map(({ own, values }) => [own?.schedule || "only", values["schedule"] ?? ""] as const);
  return {
    ...first,
    values: { ...first.values, schedule: Object.fromEntries(entries) as JsonObject },
    isOn: alike.some(({ isOn }) => isOn),
    notes: [...new Set(alike.flatMap(({ notes }) => notes))],
    left: alike.flatMap(({ left }) => left),
  };
}

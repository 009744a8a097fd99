// What fired a job before Lamplighter does, as the file names it: `rule/nightly`, `schedule/default/nightly`.
import type { Draft } from "./draft.ts";

export type Origin =
  | { readonly kind: "rule"; readonly name: string }
  | { readonly kind: "schedule"; readonly group: string; readonly name: string };

/** Of a text that the file's own check has let through. */
export function originOf(text: string): Origin {
  const [kind, first = "", second = ""] = text.split("/");
  return kind === "rule" ? { kind, name: first } : { kind: "schedule", group: first, name: second };
}

export const originText = (origin: Origin): string =>
  origin.kind === "rule" ? `rule/${origin.name}` : `schedule/${origin.group}/${origin.name}`;

/** What a draft comes from, in the words of the file. */
export const originOfDraft = ({ source }: Draft): string => `${source.kind}/${source.name}`;

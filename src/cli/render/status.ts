// A run's status: a glyph and a word in its colour for a person, the bare word for a pipe; and strips of them.
import type { RunStatus } from "../../history/run.ts";
import type { Style, Terminal } from "../terminal.ts";

const LOOK: Readonly<Record<RunStatus, { readonly glyph: string; readonly style: Style }>> = {
  pending: { glyph: "◌", style: "cyan" },
  running: { glyph: "▶", style: "blue" },
  succeeded: { glyph: "✓", style: "green" },
  failed: { glyph: "✗", style: "red" },
  dead: { glyph: "✗", style: ["red", "bold"] },
  skipped: { glyph: "»", style: "dim" },
  missed: { glyph: "○", style: "yellow" },
};

export function statusText(status: RunStatus, terminal: Terminal): string {
  if (!terminal.interactive) return status;
  const { glyph, style } = LOOK[status];
  return terminal.style(style, `${glyph} ${status}`);
}

/** Oldest first, one glyph a run. */
export function strip(statuses: readonly RunStatus[], terminal: Terminal): string {
  return statuses
    .map((status) =>
      terminal.interactive ? terminal.style(LOOK[status].style, LOOK[status].glyph) : LOOK[status].glyph,
    )
    .join("");
}

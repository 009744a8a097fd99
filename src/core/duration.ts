// Durations as people write them (90s, 15m, 2h, 7d), and said back.

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `90s`, `15m`, `2h` or `7d`; undefined when the text is none of these. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})([smhd])$/.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}

/** Two units at most: `850 ms`, `12.3 s`, `4 m 10 s`, `2 h 14 m`, `3 d 4 h`, `3 y 37 d`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${Number((ms / 1_000).toFixed(1))} s`;
  const units = [
    ["y", 365 * UNIT_MS.d],
    ["d", UNIT_MS.d],
    ["h", UNIT_MS.h],
    ["m", UNIT_MS.m],
    ["s", UNIT_MS.s],
  ] as const;
  const rounded = ms < UNIT_MS.h ? Math.round(ms / UNIT_MS.s) * UNIT_MS.s : Math.round(ms / UNIT_MS.m) * UNIT_MS.m;
  const first = units.findIndex(([, size]) => rounded >= size);
  const [bigUnit, bigSize] = units[first] ?? units[4];
  const [smallUnit, smallSize] = units[first + 1] ?? ["s", UNIT_MS.s];
  const small = Math.floor((rounded % bigSize) / smallSize);
  return `${Math.floor(rounded / bigSize)} ${bigUnit}${small > 0 ? ` ${small} ${smallUnit}` : ""}`;
}

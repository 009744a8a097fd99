// What a benchmark tells: figures beside their peers' from the same run, the ratio, the goal, and whether it was met.

export interface BenchRow {
  readonly name: string;
  readonly unit: string;
  /** Left out: `per second` is better when it is more, everything else when it is less. */
  readonly better?: "more" | "less";
  readonly figure: number;
  /** The least and the most of the runs that `figure` is the median of: how far the machine wandered. */
  readonly spread?: readonly [least: number, most: number];
  /** Peer's name → its figure in the same unit. */
  readonly peers: Readonly<Record<string, number>>;
  /** Left out for what is measured to be known only. */
  readonly goal?: string;
  readonly met?: boolean;
}

/** `12.3 M`, `20.1 k`, `0.31`. */
function short(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`;
  if (value >= 1e4) return `${(value / 1e3).toFixed(1)} k`;
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);
}

/** How many times better than the peer; below one when the peer is. */
function advantage(row: BenchRow, peer: number): number {
  const more = row.better === "more" || (row.better === undefined && row.unit === "per second");
  return more ? row.figure / peer : peer / row.figure;
}

function print(row: BenchRow): void {
  const { name, unit, figure, spread, peers, goal, met } = row;
  const range = spread ? ` (${short(spread[0])} to ${short(spread[1])})` : "";
  console.log(`${name}: ${short(figure)} ${unit}${range}`);
  for (const [peer, value] of Object.entries(peers)) {
    const ratio = figure === value ? "as ours" : `ours is ${short(advantage(row, value))} × as good`;
    console.log(`  ${peer}: ${short(value)} ${unit}; ${ratio}`);
  }
  if (goal !== undefined) console.log(`  goal ${goal}: ${met ? "met" : "NOT met"}`);
}

/** Rows as text, or with `--json` as one JSON array. */
export function report(rows: readonly BenchRow[]): void {
  if (process.argv.includes("--json")) console.log(JSON.stringify(rows, undefined, 2));
  else for (const row of rows) print(row);
}

// Calls a second of servers measured in turn, and the CPU that each server itself spends on a call: where the client is the
// limit, only the second still tells servers apart.
import { inTurn } from "./in-turn.ts";
import { median, spreadOf } from "./median.ts";
import type { BenchRow } from "./report.ts";

export interface CallRates {
  /** The server → its calls a second, round by round. */
  readonly perSecond: ReadonlyMap<string, readonly number[]>;
  /** Milliseconds of CPU for a call, over all rounds; servers that do not tell are left out. */
  readonly cpu: ReadonlyMap<string, number>;
}

export interface Rival {
  /** Outside of the time measured. */
  prepare?(): Promise<void>;
  /** One round of so many calls. */
  run(): Promise<void>;
  cpuTime(): number | undefined;
}

export async function callRates(rounds: number, calls: number, rivals: ReadonlyMap<string, Rival>): Promise<CallRates> {
  const measures = [...rivals].map(([name, rival]) => [name, () => measured(rival, calls)] as const);
  const all = Object.entries(await inTurn(rounds, Object.fromEntries(measures)));
  const cpu = all.flatMap(([name, results]): [string, number][] => {
    const spent = results.map((result) => result.cpu).filter((each) => each !== undefined);
    return spent.length < results.length ? [] : [[name, spent.reduce((sum, each) => sum + each, 0) / rounds / calls]];
  });
  return {
    perSecond: new Map(all.map(([name, results]) => [name, results.map(({ rate }) => rate)])),
    cpu: new Map(cpu),
  };
}

async function measured(rival: Rival, calls: number) {
  await rival.prepare?.();
  const before = rival.cpuTime();
  const begun = performance.now();
  await rival.run();
  const rate = (calls / (performance.now() - begun)) * 1_000;
  const after = rival.cpuTime();
  return { rate, cpu: before === undefined || after === undefined ? undefined : after - before };
}

/** Two rows of what was measured: ours among the others. */
export function rowsOf(name: string, { perSecond, cpu }: CallRates): [rates: BenchRow, cpu: BenchRow] {
  const ours = perSecond.get("ours") ?? [];
  const others = [...perSecond].filter(([who]) => who !== "ours");
  return [
    {
      ...{ name, unit: "per second", figure: median(ours), spread: spreadOf(ours) },
      peers: Object.fromEntries(others.map(([who, figures]) => [who, median(figures)])),
    },
    {
      ...{ name: `${name}: the server's own CPU`, unit: "ms a call", figure: cpu.get("ours") ?? Number.NaN },
      peers: Object.fromEntries([...cpu].filter(([who]) => who !== "ours")),
    },
  ];
}

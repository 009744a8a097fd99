// What a seed stands for: which two commands race on what, who stands still or dies on the way, and who waits for the lock.
import { type Act, DESTROY, PAUSE, RESUME, SYNC_BASE, SYNC_EDITED, SYNC_OTHER } from "./acts.ts";
import type { Fate, Moment } from "./interleaving.ts";

export interface Race {
  /** Done one after the other before it begins. */
  readonly before: readonly Act[];
  readonly acts: readonly [Act, Act];
  readonly fates: readonly [Fate, Fate];
  readonly patienceMs: readonly [number, number];
}

const NOTHING: readonly Act[] = [];
const SYNCED = [SYNC_BASE];
const PAUSED = [SYNC_BASE, PAUSE];

const PAIRS: readonly (readonly [readonly Act[], Act, Act])[] = [
  [SYNCED, SYNC_EDITED, SYNC_EDITED],
  [SYNCED, SYNC_EDITED, SYNC_OTHER],
  [SYNCED, SYNC_OTHER, SYNC_EDITED],
  [SYNCED, SYNC_EDITED, PAUSE],
  [SYNCED, SYNC_EDITED, DESTROY],
  [SYNCED, DESTROY, SYNC_OTHER],
  [SYNCED, DESTROY, PAUSE],
  [SYNCED, DESTROY, DESTROY],
  [PAUSED, SYNC_EDITED, RESUME],
  [PAUSED, SYNC_OTHER, SYNC_EDITED],
  [PAUSED, RESUME, PAUSE],
  [NOTHING, SYNC_BASE, SYNC_BASE],
  [NOTHING, SYNC_EDITED, SYNC_OTHER],
  [NOTHING, SYNC_EDITED, DESTROY],
];

export function drawRace(random: () => number): Race {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const [before, first, second] = pick(PAIRS);
  const acts = random() < 0.5 ? ([first, second] as const) : ([second, first] as const);
  const kind = pick(["calm", "calm", "frozen", "frozen", "frozen", "dies"] as const);
  // Two first syncs are most in each other's way while they look, and know of no lock.
  const looking = before.length === 0 ? 0.7 : 0.3;
  const moment = (): Moment =>
    random() < looking
      ? { of: "calls", nth: 1 + Math.floor(random() * (before.length === 0 ? 16 : 55)) }
      : { of: "changes", nth: 1 + Math.floor(random() * 16) };
  const leader: Fate = {
    weight: 0.1 + random(),
    startsAfter: { steps: 0, ms: 0 },
    ...(kind === "frozen"
      ? { frozen: { ...moment(), ms: pick([5_000, 25_000, 45_000, 55_000, 70_000, 70_000, 150_000]) } }
      : {}),
    ...(kind === "frozen" && random() < 0.3 ? { slowMs: pick([8_000, 20_000]) } : {}),
    ...(kind === "dies" ? { dies: moment() } : {}),
  };
  const late = kind === "calm" ? 0 : pick([0, 20_000, 61_000, 61_000]);
  const frozenToo = kind === "frozen" && random() < 0.3;
  const follower: Fate = {
    weight: 0.1 + random(),
    startsAfter: { steps: Math.floor(random() * 130), ms: late },
    ...(frozenToo ? { frozen: { ...moment(), ms: pick([20_000, 20_000, 35_000, 90_000]) } } : {}),
  };
  if (kind === "frozen" && random() < 0.2) return handover(before, acts, moment);
  const patienceMs = [pick([0, 0, 120_000]), pick([0, 0, 120_000])] as const;
  return { before, acts, fates: [leader, follower], patienceMs };
}

/** One comes back while the other, who has the lock by now, has stopped for a moment amid its changes. */
function handover(before: Race["before"], acts: Race["acts"], moment: () => Moment): Race {
  const leader = { weight: 1, startsAfter: { steps: 0, ms: 0 }, frozen: { ...moment(), ms: 70_000 } };
  const follower = { weight: 1, startsAfter: { steps: 0, ms: 61_000 }, frozen: { ...moment(), ms: 20_000 } };
  return { before, acts, fates: [leader, follower], patienceMs: [0, 0] };
}

// What the page shows, as one value: made by whoever starts the dashboard, drawn by assets/page.js.

/** A mark in a job's strip, oldest first. */
export interface Mark {
  readonly id: string | null;
  readonly status: string;
  /** ISO UTC. */
  readonly due: string;
  readonly durationMs: number | null;
}

export interface JobState {
  readonly name: string;
  readonly description: string | null;
  readonly owner: string | null;
  readonly enabled: boolean;
  /** Who paused it and why; null when it is not paused. */
  readonly paused: string | null;
  readonly schedules: readonly { readonly expression: string; readonly words: string; readonly zone: string }[];
  readonly nextDue: string | null;
  readonly strip: readonly Mark[];
}

export interface RunState {
  readonly id: string;
  readonly job: string;
  readonly trigger: string;
  readonly status: string;
  readonly due: string;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly reason: string | null;
  readonly progress: { readonly done: number; readonly total: number | null } | null;
}

export interface DashboardState {
  readonly app: string;
  readonly environment: string;
  readonly now: string;
  readonly jobs: readonly JobState[];
  /** Newest first. */
  readonly runs: readonly RunState[];
}

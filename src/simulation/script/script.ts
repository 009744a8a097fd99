// What a script answers: how an attempt at a run goes, and whether a delivery is taken. Pure: asked twice, it says the same.

export type Ending = "succeed" | "error" | "crash" | "hang";

export interface AttemptScript {
  readonly ms: number;
  readonly ending: Ending;
}

export type DeliveryScript = "taken" | "throttled" | "missing";

export interface Script {
  attempt(job: string, dueAt: number, attempt: number): AttemptScript;
  delivery(job: string, dueAt: number, at: number): DeliveryScript;
  /** Whether every run and delivery of the job goes the same way. */
  isSteady(job: string): boolean;
}

// Names of runs and where they lie in the table: a run id says which item it is, so one read finds it.

/** What identifies a run: its job, when it was due, and for all but scheduled runs a suffix that makes it unique. */
export interface RunRef {
  readonly job: string;
  readonly dueAt: number;
  readonly suffix: string | undefined;
}

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

const RUN_ID = /^([A-Za-z0-9][A-Za-z0-9_-]*)\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:\.([0-9a-z-]{1,64}))?$/;

/** `2027-03-01T06:00:00Z`: due times are whole seconds, as the Scheduler's are. */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** `20270301T060000Z`. */
export const compactSeconds = (at: number): string => isoSeconds(at).replaceAll(/[-:]/g, "");

/** `<job>.<YYYYMMDDTHHMMSSZ>[.<suffix>]`; a job's name holds no dot. */
export function runIdOf(ref: RunRef): string {
  return `${ref.job}.${compactSeconds(ref.dueAt)}${ref.suffix === undefined ? "" : `.${ref.suffix}`}`;
}

/** undefined when the text is no run id, or names a date that does not exist. */
export function parseRunId(text: string): RunRef | undefined {
  const match = RUN_ID.exec(text);
  if (!match) return undefined;
  const [, job = "", year, month, day, hour, minute, second, suffix] = match;
  const dueAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const ref = { job, dueAt, suffix };
  return Number.isNaN(dueAt) || runIdOf(ref) !== text ? undefined : ref;
}

/** The key that equal deliveries share: by due time, or by the request that asked for the run. */
export function runKeyOf(job: string, occasion: number | string): string {
  return `${job}#${typeof occasion === "number" ? isoSeconds(occasion) : occasion}`;
}

export const partitionOf = (job: string): string => `JOB#${job}`;

export function runItemKey(ref: RunRef): ItemKey {
  const suffix = ref.suffix === undefined ? "" : `#${ref.suffix}`;
  return { pk: partitionOf(ref.job), sk: `RUN#${isoSeconds(ref.dueAt)}${suffix}` };
}

/** undefined of an item that is no run. */
export function parseItemKey({ pk, sk }: ItemKey): RunRef | undefined {
  const [kind, iso = "", suffix] = sk.split("#");
  const dueAt = Date.parse(iso);
  if (kind !== "RUN" || !pk.startsWith(partitionOf("")) || Number.isNaN(dueAt)) return undefined;
  return { job: pk.slice(partitionOf("").length), dueAt, suffix };
}

export const lockKey = (job: string): ItemKey => ({ pk: partitionOf(job), sk: "LOCK" });

/** The run of the job that waits for the one going on. */
export const queueKey = (job: string): ItemKey => ({ pk: partitionOf(job), sk: "QUEUE" });

/** What sync has to know before it plans lies together: one query reads it. */
export const SYNC_PARTITION = "SYNC";
export const SYNC_RECORD: ItemKey = { pk: SYNC_PARTITION, sk: "LAST" };
export const SYNC_LOCK: ItemKey = { pk: SYNC_PARTITION, sk: "LOCK" };
export const PAUSE_PREFIX = "PAUSE#";
export const pauseKey = (job: string): ItemKey => ({ pk: SYNC_PARTITION, sk: `${PAUSE_PREFIX}${job}` });

export const RECORDED_FUNCTIONS: ItemKey = { pk: SYNC_PARTITION, sk: "RECORDED" };

/** By the present name. */
export const RENAME_PREFIX = "RENAME#";
export const renameKey = (job: string): ItemKey => ({ pk: SYNC_PARTITION, sk: `${RENAME_PREFIX}${job}` });

export const READINGS_PREFIX = "READ#";
export const readingsKey = (part: number): ItemKey => ({ pk: SYNC_PARTITION, sk: `${READINGS_PREFIX}${part}` });

/** The watcher's memory. */
export const WATCH_MARK: ItemKey = { pk: "WATCH", sk: "MARK" };

/** When the local engine was there to fire: one item for each time that it ran. */
export const ENGINE_PARTITION = "ENGINE";
export const engineSpanKey = (fromAt: number): ItemKey => ({
  pk: ENGINE_PARTITION,
  sk: `UP#${new Date(fromAt).toISOString()}`,
});

export function revisionKey(job: string, schedule: string, fromAt: number): ItemKey {
  return { pk: partitionOf(job), sk: `REV#${schedule}#${new Date(fromAt).toISOString()}` };
}

/** Of the index `recent`: what sync put in force, of all jobs, lies in one partition beside those of the days. */
export const REVISIONS_DAY = "REVISIONS";
export const revisionOrder = (job: string, schedule: string, fromAt: number) => ({
  day: REVISIONS_DAY,
  sort: `${job}#${schedule}#${new Date(fromAt).toISOString()}`,
});

/** Key of the index `recent`: runs of all jobs by the UTC day they were due, in due order. */
export function recentKey(ref: RunRef): { readonly day: string; readonly sort: string } {
  return { day: isoSeconds(ref.dueAt).slice(0, 10), sort: runOrder(ref) };
}

/** Sorts runs of all jobs by due time, equal ones by id; also the form of a page's cursor. */
export function runOrder(ref: RunRef): string {
  return `${isoSeconds(ref.dueAt)}#${runIdOf(ref)}`;
}

export function parseRunOrder(text: string): RunRef | undefined {
  const ref = parseRunId(text.slice(text.indexOf("#") + 1));
  return ref && runOrder(ref) === text ? ref : undefined;
}

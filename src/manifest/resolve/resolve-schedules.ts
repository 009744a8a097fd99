// A job's schedules: expressions parsed, zones known, names within AWS's limits, each fault under the character that makes it.
import { checkFires } from "../../schedule/check-fires.ts";
import { ScheduleError } from "../../schedule/errors.ts";
import { parseExpression } from "../../schedule/parse-expression.ts";
import { checkZone, isZone } from "../../schedule/zone.ts";
import type { JobSchedule } from "../model.ts";
import type { Problems, Spot } from "../problem.ts";
import { JOB_NAME, NAME_EXPECTED } from "../shape/patterns.ts";
import { offsetWithin, type YamlNode } from "../yaml/yaml-tree.ts";
import type { Layers } from "./layers.ts";

/** EventBridge Scheduler API reference, CreateSchedule: Name. */
const MAX_NAME = 64;

/** What a one-time schedule after a gap has at the end of its name: `.dst-20270328`. */
const GAP_SUFFIX_LENGTH = 13;

/** Where the zone comes from when no layer of the job says it. */
export interface FileZone {
  readonly name: string;
  readonly spot: Spot;
  readonly node: YamlNode | undefined;
}

type Timing = Pick<JobSchedule, "timezone" | "startAt" | "endAt" | "windowMinutes" | "dst">;

export function resolveSchedules(layers: Layers, fileZone: FileZone, problems: Problems): readonly JobSchedule[] {
  const written = layers.value("schedule");
  // A job without a schedule may have a wrong zone as well.
  const timing = resolveTiming(layers, fileZone, problems);
  if (written === undefined) return [];
  if (typeof written === "string") {
    return parsed(written, undefined, layers, problems, timing);
  }
  const names = Object.keys(written);
  if (names.length === 0) {
    problems.error("bad-value", "schedule: expected at least one name and expression", layers.spot("schedule"));
  }
  const schedules = names.flatMap((name) => {
    const spot = { ...layers.spot("schedule", name), offset: keyOffset(layers, name) };
    if (!JOB_NAME.test(name)) {
      problems.error("bad-name", `schedule: "${name}" is no name; expected ${NAME_EXPECTED}`, spot);
    }
    return parsed(written[name] ?? "", name, layers, problems, timing);
  });
  checkNames(schedules, layers, problems);
  return schedules;
}

/** Both day fields of a Unix cron restricted means either: AWS cannot say that in one expression, so it becomes two schedules. */
function parsed(
  source: string,
  name: string | undefined,
  layers: Layers,
  problems: Problems,
  timing: Timing,
): JobSchedule[] {
  const spot = name === undefined ? layers.spot("schedule") : layers.spot("schedule", name);
  const node = name === undefined ? layers.node("schedule") : layers.node("schedule", name);
  const found = located(node, spot, problems, () => parseExpression(source));
  const schedules = (found?.expressions ?? []).map(({ name: day, expression }) => {
    const full = [name, day].filter((part) => part !== undefined).join("-");
    // A zone before the expression itself (CRON_TZ=…) is nearer than the job's.
    const timezone = found?.timezone ?? timing.timezone;
    return { name: full === "" ? undefined : full, source, expression, ...timing, timezone };
  });
  for (const schedule of schedules) {
    checkLength(schedule, layers.name, spot, problems);
    if (canBeDue(schedule)) located(node, spot, problems, () => checkFires(schedule));
  }
  return schedules;
}

function checkLength({ name, dst, expression }: JobSchedule, job: string, spot: Spot, problems: Problems): void {
  const full = name === undefined ? job : `${job}.${name}`;
  if (full.length > MAX_NAME) {
    const message = `"${full}" has ${full.length} characters; a schedule's name has at most ${MAX_NAME}`;
    problems.error("bad-name", message, spot);
  } else if (dst === "run-after" && expression.kind === "cron" && full.length + GAP_SUFFIX_LENGTH > MAX_NAME) {
    const most = MAX_NAME - GAP_SUFFIX_LENGTH;
    const message = `"${full}" has ${full.length} characters; dst: run-after leaves room for ${most}, since it adds a date to the name`;
    problems.error("bad-name", message, spot);
  }
}

/** A wrong zone, and an end before its start, are faults of their own. */
const canBeDue = ({ timezone, startAt, endAt }: JobSchedule): boolean =>
  isZone(timezone) && (startAt === undefined || endAt === undefined || startAt < endAt);

/** AWS compares schedule names with case, people do not; `a` split in two may also meet a written `a-dom`. */
function checkNames(schedules: readonly JobSchedule[], layers: Layers, problems: Problems): void {
  const seen = new Map<string, string>();
  for (const { name = "" } of schedules) {
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined) {
      const message = `schedule: the names "${twin}" and "${name}" are too alike; rename one of them`;
      problems.error("name-twins", message, layers.spot("schedule"));
    }
    seen.set(name.toLowerCase(), name);
  }
}

function resolveTiming(layers: Layers, fileZone: FileZone, problems: Problems): Timing {
  const own = layers.value("timezone");
  const timezone = own ?? fileZone.name;
  if (own !== undefined) {
    located(layers.node("timezone"), layers.spot("timezone"), problems, () => checkZone(own));
  } else {
    located(fileZone.node, fileZone.spot, problems, () => checkZone(timezone));
  }
  const startAt = layers.value("start");
  const endAt = layers.value("end");
  if (startAt !== undefined && endAt !== undefined && endAt <= startAt) {
    problems.error("bad-value", "end: must be after start", layers.spot("end"));
  }
  const window = layers.value("window");
  const windowMinutes = window === undefined ? undefined : window / 60;
  return { timezone, startAt, endAt, windowMinutes, dst: layers.value("dst") ?? "skip" };
}

/** A fault's offset within the text moves the problem's place to the very field. */
function located<Value>(
  node: YamlNode | undefined,
  spot: Spot,
  problems: Problems,
  parse: () => Value,
): Value | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    const offset = node?.kind === "scalar" ? offsetWithin(node, error.offset) : spot.offset;
    problems.error(error.code, `${spot.path.at(-1)}: ${error.message.replace(/\.$/, "")}`, { ...spot, offset });
    return undefined;
  }
}

function keyOffset(layers: Layers, name: string): number {
  const node = layers.node("schedule");
  return (node?.kind === "map" ? node.entries.get(name)?.keyStart : undefined) ?? layers.spot("schedule").offset;
}

// The second opinion on due times: walks every minute and asks the fields, sharing no code with src/schedule.

interface Local {
  readonly minute: number;
  readonly hour: number;
  readonly date: number;
  readonly month: number;
  readonly year: number;
  /** 1 = Sunday. */
  readonly weekday: number;
}

const MINUTE = 60_000;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Due times of AWS cron text from `from` to `to`: each local minute counts when it is first seen, and a skipped one is never seen. */
export function bruteForce(text: string, zone: string, from: number, to: number): number[] {
  const fields = /^cron\((.*)\)$/.exec(text)?.[1]?.split(" ") ?? [];
  const seen = new Set<number>();
  const due: number[] = [];
  // A day and a half earlier, so that what is repeated at the start has been seen.
  for (let at = from - 36 * 60 * MINUTE; at <= to; at += MINUTE) {
    const wall = wallAt(zone, at);
    if (seen.has(wall)) continue;
    seen.add(wall);
    if (at >= from && matches(fields, localOf(wall))) due.push(at);
  }
  return due;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const walls = new Map<string, Map<number, number>>();
const QUARTER = 15 * MINUTE;

/** Offsets change on the quarter hour in every zone since 1973: one question for each is enough. */
export function wallAt(zone: string, at: number): number {
  const quarter = Math.floor(at / QUARTER) * QUARTER;
  const known = walls.get(zone) ?? new Map<number, number>();
  walls.set(zone, known);
  const wall = known.get(quarter) ?? ask(zone, quarter);
  known.set(quarter, wall);
  return wall + (at - quarter);
}

function ask(zone: string, at: number): number {
  const two = "2-digit";
  const shape = { year: "numeric", month: two, day: two, hour: two, minute: two, hourCycle: "h23" } as const;
  const format = formats.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { ...shape, timeZone: zone });
  formats.set(zone, format);
  return Date.parse(`${format.format(at).replace(" ", "T")}Z`);
}

function localOf(wall: number): Local {
  const date = new Date(wall);
  return {
    minute: date.getUTCMinutes(),
    hour: date.getUTCHours(),
    date: date.getUTCDate(),
    month: date.getUTCMonth() + 1,
    year: date.getUTCFullYear(),
    weekday: date.getUTCDay() + 1,
  };
}

export function matches(fields: readonly string[], local: Local): boolean {
  const [minutes = "", hours = "", dates = "", months = "", weekdays = "", years = ""] = fields;
  return (
    covers(minutes, local.minute, 0) &&
    covers(hours, local.hour, 0) &&
    covers(named(months, MONTHS), local.month, 1) &&
    covers(years, local.year, 1970) &&
    (dates === "?" || dates.split(",").some((term) => isDate(term, local))) &&
    (weekdays === "?" ||
      named(weekdays, DAYS)
        .split(",")
        .some((term) => isWeekday(term, local)))
  );
}

function named(field: string, names: readonly string[]): string {
  return names.reduce((text, name, index) => text.replaceAll(name, String(index + 1)), field);
}

function covers(field: string, value: number, least: number): boolean {
  return field.split(",").some((term) => {
    const [range = "", step] = term.split("/");
    const [low = "", high] = range.split("-");
    const from = low === "*" ? least : Number(low);
    if (step !== undefined) return value >= from && (value - from) % Number(step) === 0;
    if (low === "*") return true;
    if (high === undefined) return value === from;
    return Number(high) < from ? value >= from || value <= Number(high) : value >= from && value <= Number(high);
  });
}

const lastDate = ({ year, month }: Local) => new Date(Date.UTC(year, month, 0)).getUTCDate();

function isDate(term: string, local: Local): boolean {
  if (term === "L") return local.date === lastDate(local);
  if (!term.endsWith("W")) return covers(term, local.date, 1);
  const wanted = Number.parseInt(term, 10);
  if (wanted > lastDate(local)) return false;
  const weekdays = [0, -1, 1, 2, -2].map((shift) => new Date(Date.UTC(local.year, local.month - 1, wanted + shift)));
  const nearest = weekdays.find((day) => day.getUTCMonth() === local.month - 1 && day.getUTCDay() % 6 !== 0);
  return nearest?.getUTCDate() === local.date;
}

function isWeekday(term: string, local: Local): boolean {
  if (term === "L") return local.weekday === 7;
  if (term.endsWith("L")) return local.weekday === Number.parseInt(term, 10) && local.date + 7 > lastDate(local);
  const [weekday, nth] = term.split("#");
  if (nth === undefined) return covers(term, local.weekday, 1);
  return local.weekday === Number(weekday) && Math.ceil(local.date / 7) === Number(nth);
}

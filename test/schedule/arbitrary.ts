// Random AWS cron expressions, from all of the grammar.
import fc from "fast-check";

const list = (term: fc.Arbitrary<string>, most = 3) =>
  fc.array(term, { minLength: 1, maxLength: most }).map((terms) => terms.join(","));

const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
const range = (min: number, max: number) =>
  fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    .map(([a, b]) => (max > 2_000 ? `${Math.min(a, b)}-${Math.max(a, b)}` : `${a}-${b}`));
const step = (min: number, max: number, most: number) =>
  fc
    .tuple(fc.oneof(fc.constant("*"), number(min, max)), fc.integer({ min: 1, max: most }))
    .map(([a, n]) => `${a}/${n}`);

const plain = (min: number, max: number, most = max) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant("*") },
    { weight: 3, arbitrary: number(min, max) },
    { weight: 2, arbitrary: list(fc.oneof(number(min, max), range(min, max), step(min, max, most))) },
    { weight: 2, arbitrary: step(min, max, most) },
  );

const dates = fc.oneof(
  plain(1, 31),
  fc.constant("L"),
  number(1, 31).map((date) => `${date}W`),
  list(
    fc.oneof(
      number(1, 31),
      range(1, 31),
      fc.constant("L"),
      number(1, 31).map((date) => `${date}W`),
    ),
  ),
);
const weekday = fc.oneof(number(1, 7), fc.constantFrom("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));
const weekdays = fc.oneof(
  fc.constant("*"),
  list(fc.oneof(weekday, range(1, 7))),
  fc.constantFrom("L", "MON-FRI"),
  number(1, 7).map((day) => `${day}L`),
  fc.tuple(number(1, 7), number(1, 5)).map(([day, n]) => `${day}#${n}`),
);
const years = fc.oneof(
  { weight: 5, arbitrary: fc.constant("*") },
  { weight: 1, arbitrary: list(fc.oneof(number(2020, 2040), range(2020, 2040))) },
  { weight: 1, arbitrary: step(1970, 2199, 229) },
);

export const awsCron = fc
  .tuple(
    plain(0, 59),
    plain(0, 23),
    plain(1, 12),
    years,
    fc.oneof(
      dates.map((d) => [d, "?"]),
      weekdays.map((w) => ["?", w]),
    ),
  )
  .map(([minute, hour, month, year, [date, day]]) => `cron(${minute} ${hour} ${date} ${month} ${day} ${year})`);

/** Zones with every kind of change: an hour, half an hour, two hours, at midnight, none, in Ramadan, and a whole day once. */
export const zones = [
  "UTC",
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "America/Santiago",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Pacific/Chatham",
  "Asia/Beirut",
  "America/St_Johns",
  "Antarctica/Troll",
  "Asia/Gaza",
  "Asia/Kathmandu",
] as const;

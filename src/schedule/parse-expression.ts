// What people write becomes AWS's form: Unix cron, AWS's own, or words.
import { ScheduleError } from "./errors.ts";
import type { Expression } from "./expression.ts";
import { parseAws } from "./parse-aws.ts";
import type { FieldText } from "./text/cron-fields.ts";
import { readUnix } from "./unix/read-unix.ts";
import { isWords, readWords } from "./words/read-words.ts";
import { checkZone } from "./zone.ts";

export interface ParsedExpression {
  /** One, nameless; or `dom` and `dow`, when a Unix line fires on a date or on a weekday. */
  readonly expressions: readonly { readonly name: string | undefined; readonly expression: Expression }[];
  /** Of `CRON_TZ=` or `TZ=` before a Unix line. */
  readonly timezone?: string;
}

/** crontab(5), "extensions": what each stands for. */
const MACROS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** @throws ScheduleError */
export function parseExpression(text: string): ParsedExpression {
  try {
    return readExpression(text);
  } catch (error) {
    throw error instanceof ScheduleError ? error.mended(readExpression) : error;
  }
}

function readExpression(text: string): ParsedExpression {
  const { timezone, rest } = takeZone(text);
  const expressions = parseRest(rest);
  return timezone === undefined ? { expressions } : { expressions, timezone };
}

function takeZone(text: string): { timezone: string | undefined; rest: FieldText } {
  const match = /^\s*(?:(CRON_TZ|TZ)=(\S*)\s+)?([\s\S]*?)\s*$/.exec(text);
  const [whole = "", prefix, zone, content = ""] = match ?? [];
  const rest = {
    whole: text,
    offset: whole.lastIndexOf(content, whole.trimEnd().length - content.length),
    text: content,
  };
  if (prefix === undefined || zone === undefined) return { timezone: undefined, rest };
  return { timezone: checkZone(zone, text, text.indexOf("=") + 1), rest };
}

function parseRest(rest: FieldText): ParsedExpression["expressions"] {
  const { text } = rest;
  const aws = /^(cron|rate|at)\s*\(/i.exec(text);
  if (aws)
    return [
      {
        name: undefined,
        expression: shifted(rest, () => parseAws(aws[1]?.toLowerCase() + text.slice(aws[1]?.length))),
      },
    ];
  if (text.startsWith("@")) return macro(rest);
  if (isWords(text)) return [{ name: undefined, expression: readWords(rest) }];
  if (!/^\S+(\s+\S+){3,}$/.test(text)) throw noForm(rest);
  return readUnix(rest);
}

/** An error about the inner text, placed in the whole of it. */
function shifted<T>(rest: FieldText, parse: () => T): T {
  if (rest.offset === 0 && rest.whole === rest.text) return parse();
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    throw error.within(rest.whole, rest.offset);
  }
}

function macro(rest: FieldText): ParsedExpression["expressions"] {
  const line = MACROS[rest.text.toLowerCase()];
  if (line !== undefined) return readUnix({ whole: line, offset: 0, text: line });
  const reboot = rest.text === "@reboot";
  throw new ScheduleError(reboot ? "schedule-untranslatable" : "schedule-form", {
    text: rest.whole,
    offset: rest.offset,
    length: rest.text.length,
    problem: reboot ? "@reboot has no meaning in AWS: nothing starts there" : `There is no ${rest.text}`,
    expected: Object.keys(MACROS).join(", "),
  });
}

function noForm(rest: FieldText): ScheduleError {
  return new ScheduleError("schedule-form", {
    text: rest.whole,
    offset: rest.offset,
    length: rest.text.length,
    problem: rest.text === "" ? "The schedule is empty" : `"${rest.text}" is no schedule`,
    expected: "Unix cron with five fields, cron(…), rate(…), at(…), or words such as every day at 06:00",
  });
}

// The six-field form that five fields most likely meant, for messages only.
import type { FieldText } from "../text/cron-fields.ts";
import { readUnix } from "./read-unix.ts";

/** Five fields in AWS's parentheses: the year was forgotten, or the line was copied from a crontab. */
export function fiveFields(fields: readonly FieldText[]): string | undefined {
  const [minutes = "", hours = "", dates = "", months = "", weekdays = ""] = fields.map((field) => field.text);
  if ((dates === "?") !== (weekdays === "?")) return `cron(${minutes} ${hours} ${dates} ${months} ${weekdays} *)`;
  try {
    const line = fields.map((field) => field.text).join(" ");
    const [only, second] = readUnix({ whole: line, offset: 0, text: line });
    return second ? undefined : only?.expression.text;
  } catch {
    return undefined;
  }
}

// Who is at the keyboard, for the record of what was done by hand.
import { userInfo } from "node:os";

/** LAMP_BY (for CI: who asked for it), else the system's user name. */
export function caller(variables: Readonly<Record<string, string | undefined>>): string {
  if (variables["LAMP_BY"]) return variables["LAMP_BY"];
  try {
    return userInfo().username;
  } catch {
    return variables["USER"] ?? "unknown";
  }
}

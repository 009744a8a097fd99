// Texts that a function gives, as they may be recorded and shown: without what it took from the environment or from a parameter.
import { HIDDEN, memberOf } from "./concealed.ts";

/** Shorter ones stand in too many texts by chance. */
const SHORTEST = 4;

/** The texts at these paths are found as they are, and as they stand in JSON. */
export function redaction(source: object, paths: readonly (readonly string[])[]): (text: string) => string {
  const values = paths
    .map((path) => path.reduce<unknown>(memberOf, source))
    .filter((value) => typeof value === "string" && value.length >= SHORTEST)
    .flatMap((value) => [String(value), JSON.stringify(value).slice(1, -1)]);
  return (text) => values.reduce((shown, value) => shown.replaceAll(value, HIDDEN), text);
}

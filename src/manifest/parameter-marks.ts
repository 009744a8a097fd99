// Where a parameter's value is to stand in a text: marks that no file is expected to hold and JSON leaves as they are.
import type { Place } from "./problem.ts";

/** A parameter that the files name, each time they do. Its value is read when something is planned or run, never before. */
export interface ParameterUse {
  readonly name: string;
  readonly place: Place;
}

/** Unicode's noncharacters, for use within a program (Unicode Standard, 23.7). */
const OPEN = "\ufdd0";
const CLOSE = "\ufdd1";
const MARK = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`, "g");

export const markOf = (name: string): string => OPEN + name + CLOSE;

export const namesMarkedIn = (text: string): readonly string[] => [...text.matchAll(MARK)].map(([, name = ""]) => name);

export function fillMarks(text: string, lookUp: (name: string) => string): string {
  return text.replace(MARK, (_mark, name: string) => lookUp(name));
}

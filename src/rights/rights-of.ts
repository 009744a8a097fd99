// Every right that lamp makes use of, by what is done with it. The tests take each away in turn and see something fail.
import { changing } from "./changing.ts";
import { importing } from "./importing.ts";
import { observing } from "./observing.ts";
import { operating } from "./operating.ts";
import type { Right } from "./right.ts";
import type { Scope } from "./scope.ts";

export const rightsOf = (scope: Scope): readonly Right[] => [
  ...observing(scope),
  ...operating(scope),
  ...changing(scope),
  ...importing(scope),
];

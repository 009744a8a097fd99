// Two paths of one expression may not name the same place, one inside the other, or one place as map and as list.
import type { PlainPath } from "../expression/bindings.ts";
import type { ExpressionKind } from "../expression/syntax.ts";
import { invalid } from "../invalid.ts";

export function refuseOverlaps(kind: ExpressionKind, paths: readonly PlainPath[]): void {
  for (const [index, one] of paths.entries()) {
    for (const two of paths.slice(index + 1)) {
      const problem = clash(one, two);
      if (!problem) continue;
      invalid(
        `Invalid ${kind}: Two document paths ${problem} with each other; must remove or rewrite one of these paths; ` +
          `path one: ${show(one)}, path two: ${show(two)}`,
      );
    }
  }
}

function clash(one: PlainPath, two: PlainPath): "overlap" | "conflict" | undefined {
  const shared = Math.min(one.length, two.length);
  for (let at = 0; at < shared; at++) {
    if (one[at] === two[at]) continue;
    return typeof one[at] === typeof two[at] ? undefined : "conflict";
  }
  return "overlap";
}

function show(path: PlainPath): string {
  return `[${path.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;
}

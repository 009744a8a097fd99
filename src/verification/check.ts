// A check and its result, and the tree in which checks are shown: what a thing rests on stands under it.
export type CheckResult = "OK" | "NG" | "SKIP";

export interface Check {
  readonly check: string;
  readonly result: CheckResult;
  /** What was found; of a SKIP, why it was not judged. */
  readonly detail: string;
  /** What to do; undefined when nothing is to be done. */
  readonly fix: string | undefined;
}

export interface Node {
  readonly kind: string;
  readonly name: string;
  readonly checks: readonly Check[];
  readonly children: readonly Node[];
}

export const ok = (check: string, detail = ""): Check => ({ check, result: "OK", detail, fix: undefined });
export const ng = (check: string, detail: string, fix: string): Check => ({ check, result: "NG", detail, fix });
export const skip = (check: string, detail: string): Check => ({ check, result: "SKIP", detail, fix: undefined });

/** Every check once, in the order of the tree: a node that stands in several places is the same value. */
export function flatten(roots: readonly Node[]): readonly (Check & { readonly kind: string; readonly name: string })[] {
  const seen = new Set<string>();
  const walk = (node: Node): readonly (Check & { kind: string; name: string })[] => {
    const key = `${node.kind}/${node.name}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const { kind, name } = node;
    return [...node.checks.map((check) => ({ kind, name, ...check })), ...node.children.flatMap(walk)];
  };
  return roots.flatMap(walk);
}

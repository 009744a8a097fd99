// A statement's Condition block: every operator holds, for every key, with any of its values.
// Page: IAM User Guide, "Single-valued vs. multivalued context keys" and "Conditions with multiple context keys or values".
import { operatorNamed } from "./condition-operators.ts";
import type { TextTest } from "./policy-text.ts";
import type { RequestContext } from "./request-context.ts";

export type ConditionTest = (context: RequestContext) => boolean;

const FORM = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/i;

export function isOperator(text: string): boolean {
  const name = FORM.exec(text)?.[2] ?? "";
  return name.toLowerCase() === "null" || operatorNamed(name) !== undefined;
}

/** An operator that is not known never holds: it cannot let anyone in. */
export function compileCondition(
  operator: string,
  keys: Readonly<Record<string, unknown>>,
  hasVariables: boolean,
): ConditionTest {
  const [, set, name = "", ifExists] = FORM.exec(operator) ?? [];
  const tests = Object.entries(keys).map(([key, value]) => {
    const wanted = (Array.isArray(value) ? value : [value]).map(String);
    const lowerKey = key.toLowerCase();
    if (name.toLowerCase() === "null") return nullTest(lowerKey, wanted);
    const known = operatorNamed(name);
    if (!known) return () => false;
    const values = wanted.map((one) => known.compile(one, hasVariables));
    const whenMissing = ifExists !== undefined || (set === undefined && known.negated);
    return keyTest(lowerKey, { set: set?.toLowerCase(), negated: known.negated, whenMissing, values });
  });
  return (context) => tests.every((test) => test(context));
}

function nullTest(key: string, wanted: readonly string[]): ConditionTest {
  return (context) => wanted.some((one) => one.toLowerCase() === String(context(key) === undefined));
}

interface Wanted {
  readonly set: string | undefined;
  readonly negated: boolean;
  readonly whenMissing: boolean;
  readonly values: readonly TextTest[];
}

function keyTest(key: string, { set, negated, whenMissing, values }: Wanted): ConditionTest {
  return (context) => {
    const given = context(key);
    if (set === "forallvalues" && (given === undefined || given.length === 0)) return true;
    if (given === undefined) return whenMissing;
    const holds = (one: string) => values.some((test) => test(one, context)) !== negated;
    if (typeof given === "string") return holds(given);
    // Without ForAnyValue a negated operator must hold for all values.
    return set === "forallvalues" || (set === undefined && negated) ? given.every(holds) : given.some(holds);
  };
}

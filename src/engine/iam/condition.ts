// The condition operators that matter for roles and their trust (IAM User Guide, condition operators).

/** Condition keys in lower case (they are compared so) and the request's values for them. */
export type RequestContext = Readonly<Record<string, string>>;

type Test = (wanted: string, actual: string) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (wanted, actual) => wanted === actual,
  StringEqualsIgnoreCase: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  StringLike: matchesWildcard,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
};

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
};

/** All keys must hold, each for any of its values. An operator the engine lacks never holds: it cannot let anyone in. */
export function conditionHolds(
  operator: string,
  keys: Readonly<Record<string, unknown>>,
  context: RequestContext,
): boolean {
  const ifExists = operator.endsWith("IfExists");
  const name = ifExists ? operator.slice(0, -"IfExists".length) : operator;
  return Object.entries(keys).every(([key, value]) => {
    const actual = context[key.toLowerCase()];
    const wanted = (Array.isArray(value) ? value : [value]).map(String);
    if (name === "Null") return wanted.includes(String(actual === undefined));
    const positive = NEGATED[name];
    if (actual === undefined) return ifExists || positive !== undefined;
    const test = TESTS[positive ?? name];
    return test !== undefined && wanted.some((one) => test(one, actual)) === (positive === undefined);
  });
}

/** `*` stands for any run of characters, `?` for one; found by walking, so no pattern can take long. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  while (index < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      resume = index;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** The six parts of an ARN match one by one: a star does not reach over a colon before the last. */
function matchesArn(pattern: string, arn: string): boolean {
  const patterns = partsOf(pattern);
  const parts = partsOf(arn);
  return patterns.length === parts.length && patterns.every((part, at) => matchesWildcard(part, parts[at] ?? ""));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
}

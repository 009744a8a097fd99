// Wildcards of policies: `*` stands for any run of characters, `?` for one; found by walking, so no pattern can take long.

/** What stands for any run and for one character: `*` and `?` as written, other marks where texts may hold those. */
export interface Wildcards {
  readonly many: string;
  readonly one: string;
}

const AS_WRITTEN: Wildcards = { many: "*", one: "?" };

export function matchesWildcard(pattern: string, text: string, { many, one } = AS_WRITTEN): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  while (index < text.length) {
    if (pattern[at] === many) {
      star = at++;
      resume = index;
    } else if (at < pattern.length && (pattern[at] === one || pattern[at] === text[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (pattern[at] === many) at++;
  return at === pattern.length;
}

/** The same, made ready for many texts: most patterns are plain, or end with their only star. */
export function wildcardTest(pattern: string): (text: string) => boolean {
  const plain = pattern.endsWith("*") ? pattern.slice(0, -1) : pattern;
  if (/[*?]/.test(plain)) return (text) => matchesWildcard(pattern, text);
  return plain === pattern ? (text) => text === plain : (text) => text.startsWith(plain);
}

/** The six parts of an ARN match one by one: a star does not reach over a colon before the last. */
export function matchesArn(pattern: string, arn: string, wildcards = AS_WRITTEN): boolean {
  const patterns = partsOf(pattern);
  const parts = partsOf(arn);
  return (
    patterns.length === parts.length && patterns.every((part, at) => matchesWildcard(part, parts[at] ?? "", wildcards))
  );
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length > 6 ? [...parts.slice(0, 5), parts.slice(5).join(":")] : parts;
}

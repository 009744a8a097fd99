// IAM's patterns: `*` stands for any text, `?` for one character; one value may stand where a list may.

export const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

export function matches(patterns: string | readonly string[], text: string, flags = ""): boolean {
  return listOf(patterns).some((pattern) => {
    const source = String(pattern)
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "[\\s\\S]*")
      .replaceAll("?", "[\\s\\S]");
    return new RegExp(`^${source}$`, flags).test(text);
  });
}

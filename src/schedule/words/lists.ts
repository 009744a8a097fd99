// Lists, ranges and ordinals as people say them.

export function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** `a`, `a and b`, `a, b and c`. */
export function listInWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** Runs of three and more become `a to b`. */
export function runsInWords(values: readonly number[], name: (value: number) => string): string[] {
  const words: string[] = [];
  for (let index = 0; index < values.length; ) {
    let end = index;
    while (end + 1 < values.length && values[end + 1] === (values[end] ?? 0) + 1) end++;
    const [first = 0, last = 0] = [values[index], values[end]];
    if (end - index >= 2) words.push(`${name(first)} to ${name(last)}`);
    else for (const value of values.slice(index, end + 1)) words.push(name(value));
    index = end + 1;
  }
  return words;
}

export function ordinal(value: number): string {
  const teen = value % 100 >= 11 && value % 100 <= 13;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][value % 10] ?? "th");
  return `${value}${ending}`;
}

/** Whether the values go up by one step from `first` to the end of `size`, as `0/15` in 60; the step, else undefined. */
export function evenStep(values: readonly number[], size: number): number | undefined {
  const [first = 0, second] = values;
  if (second === undefined || first !== 0) return undefined;
  const step = second - first;
  const even =
    size % step === 0 && values.length === size / step && values.every((value, index) => value === index * step);
  return even ? step : undefined;
}

// Text cut to a number of bytes, and saying so: an item of DynamoDB ends at 400 KB, and each KB of it costs a write unit.

export interface Bounded {
  readonly text: string;
  readonly truncated: boolean;
}

/** At most `bytes` of UTF-8, cut between characters. */
export function boundText(text: string, bytes: number): Bounded {
  const encoded = Buffer.from(text, "utf8");
  if (encoded.length <= bytes) return { text, truncated: false };
  let end = bytes;
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
  return { text: encoded.toString("utf8", 0, end), truncated: true };
}

export const RESULT_BYTES = 8_192;
export const INPUT_BYTES = 8_192;
export const ERROR_BYTES = 4_096;

/** A value as bounded JSON text, with what `shown` makes of it; throws what JSON.stringify throws (a cycle, a BigInt). */
export function boundJson(
  value: unknown,
  bytes: number,
  shown: (text: string) => string = String,
): Bounded | undefined {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : boundText(shown(text), bytes);
}

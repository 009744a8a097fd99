// Timestamps: epoch seconds inside the engine, in each protocol's own form outside.

export type TimestampFormat = "unixTimestamp" | "iso8601" | "rfc822";

/** Seconds with no more than milliseconds: what every AWS service answers. */
export function writeTimestamp(seconds: number, format: TimestampFormat): string | number {
  const ms = Math.round(seconds * 1000);
  if (format === "unixTimestamp") return ms / 1000;
  if (format === "rfc822") return new Date(ms).toUTCString();
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** Any of the three forms; undefined when it is none. */
export function readTimestamp(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || value === "") return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms / 1000;
}

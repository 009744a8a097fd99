// The Range header: one range of bytes; what is no such range is ignored, what lies outside is refused (RFC 9110, 14).
import { ServiceError } from "../service.ts";

export interface ByteRange {
  readonly start: number;
  /** Not included. */
  readonly end: number;
}

/** undefined for the whole object. */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return undefined;
  if (first !== "" && last !== "" && Number(first) > Number(last)) return undefined;
  const range =
    first === ""
      ? { start: Math.max(0, size - Number(last)), end: size }
      : { start: Number(first), end: last === "" ? size : Math.min(size, Number(last) + 1) };
  if (range.start < range.end) return range;
  throw new ServiceError("InvalidRange", "The requested range is not satisfiable", {
    RangeRequested: header ?? "",
    ActualObjectSize: size,
  });
}

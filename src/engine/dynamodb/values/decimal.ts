// DynamoDB's numbers: decimals of up to 38 significant digits, exact in every comparison and sum.

/** `digits × 10^exponent`; digits without trailing zeros, zero as 0 × 10^0. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

export type DecimalProblem = "not-a-number" | "too-many-digits" | "overflow" | "underflow";

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,10})?$/;
const MOST_DIGITS = 38;
/** Naming rules and data types, "Number": positive range 1E-130 to 9.99…E+125. */
const HIGHEST_POWER = 125;
const LOWEST_POWER = -130;

/** The number a text names, or why DynamoDB refuses it. */
function parseDecimal(text: string): Decimal | DecimalProblem {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed) || trimmed.length > 500) return "not-a-number";
  const [mantissa = "", power = "0"] = trimmed.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace(/^[+-]/, "").split(".");
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return { digits: 0n, exponent: 0 };
  if (significant.length > MOST_DIGITS) return "too-many-digits";
  const exponent = Number(power) - fraction.length + (digits.length - significant.length);
  const magnitude = exponent + significant.length - 1;
  if (magnitude > HIGHEST_POWER) return "overflow";
  if (magnitude < LOWEST_POWER) return "underflow";
  return { digits: BigInt(`${mantissa.startsWith("-") ? "-" : ""}${significant}`), exponent };
}

/** Of a number already accepted. */
export function decimalOf(text: string): Decimal {
  const decimal = parseDecimal(text);
  if (typeof decimal === "string") throw new TypeError(`not an accepted number: ${text}`);
  return decimal;
}

/** The text DynamoDB gives back: plain, without exponent or needless zeros. */
export function formatDecimal({ digits, exponent }: Decimal): string {
  if (exponent >= 0) return `${digits}${"0".repeat(digits === 0n ? 0 : exponent)}`;
  const sign = digits < 0n ? "-" : "";
  const text = String(digits < 0n ? -digits : digits).padStart(1 - exponent, "0");
  return `${sign}${text.slice(0, exponent)}.${text.slice(exponent)}`;
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The exact sum, or why it does not fit a DynamoDB number. */
export function addDecimals(a: Decimal, b: Decimal): Decimal | DecimalProblem {
  const [left, right] = aligned(a, b);
  return parseDecimal(`${left + right}e${Math.min(a.exponent, b.exponent)}`);
}

export function negated({ digits, exponent }: Decimal): Decimal {
  return { digits: -digits, exponent };
}

/** Small whole numbers, the common case, need no big integers. */
const SHORT_INTEGER = /^-?(?:0|[1-9]\d{0,14})$/;

export function compareNumbers(a: string, b: string): number {
  if (SHORT_INTEGER.test(a) && SHORT_INTEGER.test(b)) return Number(a) - Number(b);
  return compareDecimals(decimalOf(a), decimalOf(b));
}

/** The text in normal form, or why it is refused. */
export function normalNumber(text: string): { readonly text: string } | { readonly problem: DecimalProblem } {
  if (SHORT_INTEGER.test(text) && text !== "-0") return { text };
  const decimal = parseDecimal(text);
  return typeof decimal === "string" ? { problem: decimal } : { text: formatDecimal(decimal) };
}

function aligned(a: Decimal, b: Decimal): [bigint, bigint] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [a.digits * 10n ** BigInt(a.exponent - exponent), b.digits * 10n ** BigInt(b.exponent - exponent)];
}

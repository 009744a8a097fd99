// The condition operators of policies (IAM User Guide, "IAM JSON policy elements: Condition operators").
import { BlockList, isIP } from "node:net";
import { compileText, type TextTest } from "./policy-text.ts";

export interface Operator {
  /** Holds when no value matches; a request that lacks the key then holds too. */
  readonly negated: boolean;
  compile(wanted: string, hasVariables: boolean): TextTest;
}

const numbers =
  (holds: (actual: number, wanted: number) => boolean, read = numberOf): Operator["compile"] =>
  (wanted) => {
    const bound = read(wanted);
    return (actual) => holds(read(actual), bound);
  };

const dates = (holds: (actual: number, wanted: number) => boolean) => numbers(holds, instantOf);
const equal = (a: number, b: number) => a === b;

const POSITIVE: Readonly<Record<string, Operator["compile"]>> = {
  StringEquals: (wanted, hasVariables) => compileText(wanted, "exact", hasVariables),
  StringEqualsIgnoreCase(wanted, hasVariables) {
    const test = compileText(wanted.toLowerCase(), "exact", hasVariables);
    return (actual, context) => test(actual.toLowerCase(), (key) => lowered(context(key)));
  },
  StringLike: (wanted, hasVariables) => compileText(wanted, "like", hasVariables),
  ArnEquals: (wanted, hasVariables) => compileText(wanted, "arn", hasVariables),
  ArnLike: (wanted, hasVariables) => compileText(wanted, "arn", hasVariables),
  NumericEquals: numbers(equal),
  NumericLessThan: numbers((actual, wanted) => actual < wanted),
  NumericLessThanEquals: numbers((actual, wanted) => actual <= wanted),
  NumericGreaterThan: numbers((actual, wanted) => actual > wanted),
  NumericGreaterThanEquals: numbers((actual, wanted) => actual >= wanted),
  DateEquals: dates(equal),
  DateLessThan: dates((actual, wanted) => actual < wanted),
  DateLessThanEquals: dates((actual, wanted) => actual <= wanted),
  DateGreaterThan: dates((actual, wanted) => actual > wanted),
  DateGreaterThanEquals: dates((actual, wanted) => actual >= wanted),
  Bool: (wanted) => (actual) => actual.toLowerCase() === wanted.toLowerCase(),
  BinaryEquals: (wanted) => (actual) => actual === wanted,
  IpAddress: addressTest,
};

/** Each has its opposite but Bool, the binary one, and the comparisons of size. */
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
  NotIpAddress: "IpAddress",
};

const OPERATORS = new Map<string, Operator>();
for (const [name, compile] of Object.entries(POSITIVE)) OPERATORS.set(name.toLowerCase(), { negated: false, compile });
for (const [name, positive] of Object.entries(NEGATED)) {
  const compile = POSITIVE[positive];
  if (compile) OPERATORS.set(name.toLowerCase(), { negated: true, compile });
}

/** By its name without `ForAnyValue:`, `ForAllValues:` and `IfExists`, in any case. */
export const operatorNamed = (name: string): Operator | undefined => OPERATORS.get(name.toLowerCase());

function lowered(value: string | readonly string[] | undefined) {
  return typeof value === "string" ? value.toLowerCase() : value;
}

/** Not a number compares as false, whatever the comparison. */
function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** ISO 8601, or seconds since 1970. */
function instantOf(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
}

/** A block in CIDR form, or one address. */
function addressTest(block: string): TextTest {
  const [address = "", given] = block.split("/");
  const family = familyOf(address);
  const most = family === "ipv4" ? 32 : 128;
  const bits = Number(given ?? most);
  if (isIP(address) === 0 || !(bits >= 0 && bits <= most)) return () => false;
  const blocks = new BlockList();
  blocks.addSubnet(address, bits, family);
  return (actual) => isIP(actual) !== 0 && familyOf(actual) === family && blocks.check(actual, family);
}

const familyOf = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

// Message attributes: their rules, their text in the store, and which of them a receiver asked for.
import { invalidParameterText } from "./errors.ts";

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const quote = (name: string) => `The message attribute '${name}'`;

/** Developer Guide, message metadata: names, types and the limit of ten. */
export function checkMessageAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > 10) {
    throw invalidParameterText(`Number of message attributes [${entries.length}] exceeds the allowed maximum [10].`);
  }
  for (const [name, attribute] of entries) {
    checkName(name);
    checkValue(name, attribute);
  }
}

function checkName(name: string): void {
  const wellFormed = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(name) && name.length <= 256;
  if (wellFormed && !/^(aws|amazon)\./i.test(name)) return;
  throw invalidParameterText(
    `${quote(name)} must have a name of 1 to 256 letters, digits, underscores, hyphens and single inner periods, ` +
      "not starting with AWS. or Amazon.",
  );
}

function checkValue(name: string, attribute: MessageAttribute): void {
  const [, type] = /^(String|Number|Binary)(\..+)?$/.exec(attribute.DataType) ?? [];
  if (!type || attribute.DataType.length > 256) {
    throw invalidParameterText(
      `${quote(name)} has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const value = type === "Binary" ? attribute.BinaryValue : attribute.StringValue;
  if (value === undefined || value.length === 0) {
    throw invalidParameterText(
      `${quote(name)} must contain a non-empty message attribute value for message attribute type '${type}'.`,
    );
  }
  if (type === "Number" && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(String(value))) {
    throw invalidParameterText(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

/** Names, types and values count toward the message's size. */
export function sizeOfAttributes(attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce((size, [name, attribute]) => {
    const value = attribute.BinaryValue ?? attribute.StringValue ?? "";
    return size + Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + Buffer.byteLength(value);
  }, 0);
}

export function writeMessageAttributes(attributes: MessageAttributes): string | null {
  const entries = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    BinaryValue === undefined ? [DataType, StringValue] : [DataType, Buffer.from(BinaryValue).toString("base64"), 1],
  ]);
  return entries.length > 0 ? JSON.stringify(Object.fromEntries(entries)) : null;
}

export function readMessageAttributes(text: string | null): MessageAttributes {
  if (text === null) return {};
  const stored = JSON.parse(text) as Record<string, [type: string, value: string, binary?: 1]>;
  const entries = Object.entries(stored).map(([name, [DataType, value, binary]]): [string, MessageAttribute] => [
    name,
    binary
      ? { DataType, BinaryValue: Uint8Array.from(Buffer.from(value, "base64")) }
      : { DataType, StringValue: value },
  ]);
  return Object.fromEntries(entries);
}

/** `All` or `.*` for all, `prefix.*` for those that start so, else by name. */
export function selectAttributes(attributes: MessageAttributes, wanted: readonly string[]): MessageAttributes {
  const asked = (name: string) =>
    wanted.some((want) => {
      if (want === "All" || want === ".*") return true;
      return want.endsWith(".*") ? name.startsWith(want.slice(0, -2)) : name === want;
    });
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => asked(name)));
}

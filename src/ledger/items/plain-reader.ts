// Reads members of an item that this or another version wrote: a member of another type counts as missing.
import { isObject } from "../../core/is-object.ts";
import type { Plain, PlainObject } from "./attribute-value.ts";
import type { Bounded } from "./bounded.ts";

export class PlainReader {
  readonly #members: PlainObject;

  constructor(members: PlainObject) {
    this.#members = members;
  }

  text(name: string): string | undefined {
    const value = this.#members[name];
    return typeof value === "string" ? value : undefined;
  }

  number(name: string): number | undefined {
    const value = this.#members[name];
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  }

  /** Several at once: each name stands in the runtime but once. */
  texts<Name extends string>(...names: readonly Name[]): { readonly [Each in Name]: string | undefined } {
    return Object.fromEntries(names.map((name) => [name, this.text(name)])) as ReturnType<typeof this.texts<Name>>;
  }

  numbers<Name extends string>(...names: readonly Name[]): { readonly [Each in Name]: number | undefined } {
    return Object.fromEntries(names.map((name) => [name, this.number(name)])) as ReturnType<typeof this.numbers<Name>>;
  }

  flag(name: string): boolean {
    return this.#members[name] === true;
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.#members[name];
    return choices.find((choice) => choice === value);
  }

  object(name: string): PlainReader | undefined {
    return readerOf(this.#members[name]);
  }

  objects(name: string): readonly PlainReader[] {
    const value = this.#members[name];
    if (!Array.isArray(value)) return [];
    return value.map((member: Plain) => readerOf(member) ?? emptyReader());
  }

  bounded(name: string): Bounded | undefined {
    const member = this.object(name);
    const text = member?.text("text");
    return member && text !== undefined ? { text, truncated: member.flag("truncated") } : undefined;
  }
}

const emptyReader = (): PlainReader => new PlainReader({});

const readerOf = (value: Plain | undefined): PlainReader | undefined =>
  isObject(value) ? new PlainReader(value as PlainObject) : undefined;

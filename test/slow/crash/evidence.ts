// What a client knows: each change it asked for, and whether it was told that it is done. The engine never sees this file.
import { appendFileSync, readFileSync } from "node:fs";

export type Kind = "schedule" | "fired" | "undelivered" | "item" | "message" | "object" | "event";

/** `version` 0 is the absence of the thing. */
export interface Ask {
  readonly kind: Kind;
  readonly key: string;
  readonly version: number;
}

export class Evidence {
  readonly #path: string;
  acknowledged = 0;

  constructor(path: string) {
    this.#path = path;
    appendFileSync(path, "");
  }

  asked({ kind, key, version }: Ask): void {
    appendFileSync(this.#path, `? ${kind} ${key} ${version}\n`);
  }

  told({ kind, key, version }: Ask): void {
    this.acknowledged++;
    appendFileSync(this.#path, `! ${kind} ${key} ${version}\n`);
  }
}

/** What a thing may be now: the last acknowledged version, or one that was asked for after it and never answered. */
export interface Expectation {
  readonly kind: Kind;
  readonly key: string;
  readonly acknowledged: number | undefined;
  readonly open: ReadonlySet<number>;
}

/** Each thing is changed by one client, one change after the other. */
export function expectationsOf(path: string): Expectation[] {
  const things = new Map<string, { kind: Kind; key: string; acknowledged: number | undefined; open: Set<number> }>();
  for (const line of readFileSync(path, "utf8").trim().split("\n")) {
    const [mark, kind, key = "", version] = line.split(" ");
    const name = `${kind} ${key}`;
    const thing = things.get(name) ?? { kind: kind as Kind, key, acknowledged: undefined, open: new Set<number>() };
    things.set(name, thing);
    if (mark === "?") thing.open.add(Number(version));
    else {
      thing.acknowledged = Number(version);
      thing.open.clear();
    }
  }
  return [...things.values()];
}

export const allows = ({ acknowledged = 0, open }: Expectation, version: number) =>
  version === acknowledged || open.has(version);

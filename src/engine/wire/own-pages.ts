// What the engine says about itself under /_lamp/: no AWS protocol, no credentials, nothing to act on.
import type { Service } from "../service.ts";
import type { WireAnswer } from "./message.ts";
import { modelOf } from "./models.ts";

export interface Health {
  readonly engine: "lamplighter";
  readonly version: string;
  readonly pid: number;
  readonly store: string;
  readonly startedAt: string;
  readonly mode: "firing" | "serving";
}

function json(status: number, value: unknown): WireAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

export function ownPage(path: string, services: readonly Service[], health: Health): WireAnswer {
  if (path === "/_lamp/health") return json(200, health);
  if (path === "/_lamp/operations")
    return json(200, Object.fromEntries(services.map((each) => [each.name, tableOf(each)])));
  return json(404, { message: `No such page: ${path}. There are /_lamp/health and /_lamp/operations.` });
}

function tableOf(service: Service): { supported: string[]; notImplemented: string[] } {
  const all = Object.keys(modelOf(service.name)?.operations ?? {}).sort();
  const isSupported = (name: string) => Object.hasOwn(service.operations, name);
  return { supported: all.filter(isSupported), notImplemented: all.filter((name) => !isSupported(name)) };
}

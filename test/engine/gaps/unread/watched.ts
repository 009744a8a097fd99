// A value that notes which of its members somebody looks at.
import { isMembers } from "./filled.ts";

export function watched<T>(value: T, read: Set<string>, path = ""): T {
  if (!isMembers(value)) return value;
  const under = (name: string) => (Array.isArray(value) ? path : path === "" ? name : `${path}.${name}`);
  return new Proxy(value, {
    get(target, name) {
      const inner = Reflect.get(target, name);
      if (typeof name === "symbol" || typeof inner === "function") return inner;
      if (!Array.isArray(target) && Object.hasOwn(target, name)) read.add(under(name));
      return watched(inner, read, under(name));
    },
    has(target, name) {
      if (typeof name === "string") read.add(under(name));
      return Reflect.has(target, name);
    },
  });
}

// A key attribute is a text, a number or bytes: a path that goes on below one is refused, wherever it stands.
import type { PlainPath } from "../expression/bindings.ts";
import { invalid } from "../invalid.ts";
import { keyNames, type Table } from "../tables/table.ts";

export function refuseNestedKeys(table: Table, paths: readonly PlainPath[]): void {
  const nested = new Set(paths.filter((path) => path.length > 1).map(([first]) => first));
  if (nested.size === 0) return;
  const own = keyNames(table.key).find((name) => nested.has(name));
  const ofIndex = table.indexes.flatMap(({ key }) => keyNames(key)).find((name) => nested.has(name));
  if (own === undefined && ofIndex === undefined) return;
  const which = own === undefined ? `IndexKey: ${ofIndex}` : `Key: ${own}`;
  invalid(`Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${which}`);
}

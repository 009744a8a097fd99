// Lets no operation answer before what it changed, and what it may have seen of others' changes, is on the disk.
import type { Operation, Service } from "./service.ts";
import type { Store } from "./store.ts";

export function withDurableOperations(service: Service, store: Store): Service {
  const durable =
    (act: Operation): Operation =>
    (input, call) =>
      store.durably(() => act(input, call));
  const operations = Object.entries(service.operations).map(([name, act]) => [name, durable(act)]);
  return { ...service, operations: Object.fromEntries(operations) };
}

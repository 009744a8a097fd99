// The Cloud port on AWS, or on whatever answers as AWS does. Loads the SDK's clients: only commands that plan import it.
import type { Cloud } from "../apply/cloud.ts";
import type { Clock } from "../core/clock.ts";
import { type Resource, resourceKey, type Tags } from "../desired/resource.ts";
import type { Clients } from "./clients.ts";
import { ForeignResource } from "./errors.ts";
import { identityOf } from "./identity.ts";
import { createReader } from "./observe/reader.ts";
import { isAlreadyThere } from "./resources/adapter.ts";
import { adapterOf, createAdapters } from "./resources/adapters.ts";

export interface CloudOptions {
  readonly clients: Clients;
  readonly clock: Clock;
}

export function createCloud({ clients, clock }: CloudOptions): Cloud {
  const adapters = createAdapters({ clients, clock });
  const reader = createReader({ clients, clock });
  return {
    identity: () => identityOf(clients),
    async observe({ app, environment, desired, recorded = [] }) {
      const survey = await reader.survey({ app, environment, expected: [], full: true });
      return (await reader.observe(survey, { desired, recorded })).actual;
    },
    /** What is there already is taken further if it is ours (an interrupted or unanswered create), and refused if not. */
    async create(resource, code) {
      const adapter = adapterOf(adapters, resource);
      try {
        await adapter.create(resource, code);
      } catch (error) {
        if (!isAlreadyThere(error)) throw error;
        const found = await adapter.read(resource as never);
        if (!found) throw error;
        if (!hasSameOwner(found, resource)) throw new ForeignResource(resourceKey(resource), error);
        await adapter.update(found, resource, code);
      }
    },
    update: (from, to, code) => adapterOf(adapters, to).update(from, to, code),
    delete: (resource) => adapterOf(adapters, resource).delete(resource),
    apiCalls: () => clients.apiCalls(),
  };
}

/** Kinds without tags lie in something that has them: who may write there owns them. */
function hasSameOwner(found: Resource, wanted: Resource): boolean {
  const tagsOf = (resource: Resource): Tags => ("tags" in resource ? resource.tags : {});
  const [seen, meant] = [tagsOf(found), tagsOf(wanted)];
  return Object.entries(meant).every(([key, value]) => seen[key] === value);
}

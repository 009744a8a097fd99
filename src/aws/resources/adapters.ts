// The adapter of each kind of resource.
import type { Resource, ResourceKind } from "../../desired/resource.ts";
import type { Adapter, AdapterContext } from "./adapter.ts";
import { functionAdapter } from "./function/function.ts";
import { invokeConfigAdapter } from "./function/invoke-config.ts";
import { recordingAdapter } from "./function/recording.ts";
import { retrySettingsAdapter } from "./function/retry-settings.ts";
import { groupAdapter } from "./group.ts";
import { logGroupAdapter } from "./log-group.ts";
import { queueAdapter } from "./queue.ts";
import { roleAdapter } from "./role.ts";
import { scheduleAdapter } from "./schedule.ts";
import { tableAdapter } from "./table.ts";

export type Adapters = { readonly [K in ResourceKind]: Adapter<Extract<Resource, { kind: K }>> };

export function createAdapters(context: AdapterContext): Adapters {
  return {
    group: groupAdapter(context),
    role: roleAdapter(context),
    queue: queueAdapter(context),
    table: tableAdapter(context),
    "log-group": logGroupAdapter(context),
    function: functionAdapter(context),
    "invoke-config": invokeConfigAdapter(context),
    "retry-settings": retrySettingsAdapter(context),
    recording: recordingAdapter(context),
    schedule: scheduleAdapter(context),
  };
}

/** A resource's kind picks the adapter made for it. */
export const adapterOf = (adapters: Adapters, resource: Resource): Adapter<Resource> =>
  adapters[resource.kind] as unknown as Adapter<Resource>;

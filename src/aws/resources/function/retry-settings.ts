// How often an existing function is tried again: two of its asynchronous settings, and no other.
import { PutFunctionEventInvokeConfigCommand, UpdateFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import type { RetrySettingsResource } from "../../../desired/resource.ts";
import type { Adapter, AdapterContext } from "../adapter.ts";
import { invokeConfigAdapter, placeOf } from "./invoke-config.ts";

export function retrySettingsAdapter(context: AdapterContext): Adapter<RetrySettingsResource> {
  const settings = invokeConfigAdapter(context);
  const inputOf = ({ name, attempts, maxAgeSeconds }: RetrySettingsResource) => ({
    ...placeOf(name),
    MaximumRetryAttempts: attempts,
    MaximumEventAgeInSeconds: maxAgeSeconds,
  });
  return {
    async read({ name }) {
      const found = await settings.read({ name });
      if (!found) return undefined;
      return { kind: "retry-settings", name, attempts: found.attempts, maxAgeSeconds: found.maxAgeSeconds };
    },
    async create(wanted) {
      await (await context.clients.lambda()).send(new PutFunctionEventInvokeConfigCommand(inputOf(wanted)));
    },
    /** Update leaves alone what it does not name: destinations stay (Lambda API, UpdateFunctionEventInvokeConfig). */
    async update(_from, to) {
      await (await context.clients.lambda()).send(new UpdateFunctionEventInvokeConfigCommand(inputOf(to)));
    },
    /** What it was before is not known: it stays. */
    async delete() {},
  };
}

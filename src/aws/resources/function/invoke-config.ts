// A function's asynchronous settings on alias live: how often it is tried again, and where a failed event goes.
import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import type { InvokeConfigResource } from "../../../desired/resource.ts";
import { AwsError, hasAwsCode } from "../../errors.ts";
import { untilKnown } from "../../settling.ts";
import { type Adapter, type AdapterContext, unlessAbsent } from "../adapter.ts";

/** Lambda's own, where nothing is set (Lambda guide, asynchronous invocation). */
const DEFAULT_ATTEMPTS = 2;
const DEFAULT_MAX_AGE_SECONDS = 21_600;

/** Lambda checks that the function's role may send to the destination; a policy just written is not known at once. */
export const isPolicyUnknown = (error: unknown) =>
  hasAwsCode(error, "InvalidParameterValueException") && error instanceof AwsError && /role/i.test(error.detail);

export function invokeConfigAdapter({ clients, clock }: AdapterContext): Adapter<InvokeConfigResource> {
  /** Put replaces all of it: what is omitted is removed (Lambda API, PutFunctionEventInvokeConfig). */
  const put = async (config: InvokeConfigResource) => {
    const lambda = await clients.lambda();
    const { onFailureArn } = config;
    const command = {
      ...placeOf(config.name),
      MaximumRetryAttempts: config.attempts,
      MaximumEventAgeInSeconds: config.maxAgeSeconds,
      DestinationConfig: onFailureArn === undefined ? {} : { OnFailure: { Destination: onFailureArn } },
    };
    await untilKnown(clock, isPolicyUnknown, () => lambda.send(new PutFunctionEventInvokeConfigCommand(command)));
  };
  return {
    async read({ name }) {
      const lambda = await clients.lambda();
      const found = await unlessAbsent(lambda.send(new GetFunctionEventInvokeConfigCommand(placeOf(name))));
      if (!found) return undefined;
      return {
        kind: "invoke-config",
        name,
        attempts: found.MaximumRetryAttempts ?? DEFAULT_ATTEMPTS,
        maxAgeSeconds: found.MaximumEventAgeInSeconds ?? DEFAULT_MAX_AGE_SECONDS,
        onFailureArn: found.DestinationConfig?.OnFailure?.Destination || undefined,
      };
    },
    create: put,
    update: (_from, to) => put(to),
    async delete({ name }) {
      const lambda = await clients.lambda();
      await unlessAbsent(lambda.send(new DeleteFunctionEventInvokeConfigCommand(placeOf(name))));
    },
  };
}

/** `<function>:live` in its two parts. */
export function placeOf(name: string): { FunctionName: string; Qualifier: string } {
  const [FunctionName = "", Qualifier = ""] = name.split(":");
  return { FunctionName, Qualifier };
}

// Where an existing function's records go: its two destinations and no other of its settings, set and taken away again.
import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import type { RecordingResource } from "../../../desired/resource.ts";
import { MayNotTell } from "../../errors.ts";
import { untilKnown } from "../../settling.ts";
import { type Adapter, type AdapterContext, isAbsent, unlessAbsent } from "../adapter.ts";
import { isPolicyUnknown, placeOf } from "./invoke-config.ts";

export function recordingAdapter({ clients, clock }: AdapterContext): Adapter<RecordingResource> {
  const settingsOf = async (name: string) => {
    const lambda = await clients.lambda();
    return unlessAbsent(lambda.send(new GetFunctionEventInvokeConfigCommand(placeOf(name))));
  };
  const set = async (wanted: RecordingResource) => {
    const lambda = await clients.lambda();
    const input = { ...placeOf(wanted.name), DestinationConfig: destinationsOf(wanted) };
    try {
      // Update leaves alone what it does not name: retries stay (Lambda API, UpdateFunctionEventInvokeConfig).
      await untilKnown(
        clock,
        isPolicyUnknown,
        () => lambda.send(new UpdateFunctionEventInvokeConfigCommand(input)),
        PATIENCE_MS,
      );
    } catch (error) {
      if (!isAbsent(error)) throw explained(error, wanted);
      await lambda.send(new PutFunctionEventInvokeConfigCommand(input)).catch((refusal: unknown) => {
        throw explained(refusal, wanted);
      });
    }
  };
  return {
    /** A function without destinations has none of this. */
    async read({ name }) {
      const destinations = (await settingsOf(name))?.DestinationConfig;
      const onSuccessArn = destinations?.OnSuccess?.Destination || undefined;
      const onFailureArn = destinations?.OnFailure?.Destination || undefined;
      if (onSuccessArn === undefined && onFailureArn === undefined) return undefined;
      return { kind: "recording", name, onSuccessArn, onFailureArn };
    },
    create: set,
    update: (_from, to) => set(to),
    /** As it was before: settings of others stay, and without any there is no configuration at all. */
    async delete({ name, ...ours }) {
      const found = await settingsOf(name);
      if (!found) return;
      const lambda = await clients.lambda();
      const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig = {} } = found;
      const left = {
        onSuccessArn: othersThan(ours.onSuccessArn, DestinationConfig.OnSuccess?.Destination),
        onFailureArn: othersThan(ours.onFailureArn, DestinationConfig.OnFailure?.Destination),
      };
      const rest = {
        ...(MaximumRetryAttempts == null ? {} : { MaximumRetryAttempts }),
        ...(MaximumEventAgeInSeconds == null ? {} : { MaximumEventAgeInSeconds }),
        ...((left.onSuccessArn ?? left.onFailureArn) ? { DestinationConfig: destinationsOf(left) } : {}),
      };
      if (Object.keys(rest).length === 0) {
        await unlessAbsent(lambda.send(new DeleteFunctionEventInvokeConfigCommand(placeOf(name))));
      } else await lambda.send(new PutFunctionEventInvokeConfigCommand({ ...placeOf(name), ...rest }));
    },
  };
}

/** A role that somebody mended a moment ago; one that nobody mended says the same for ever. */
const PATIENCE_MS = 15_000;

const othersThan = (ours: string | undefined, found: string | undefined): string | undefined =>
  found === ours ? undefined : found || undefined;

const destinationsOf = ({ onSuccessArn, onFailureArn }: Pick<RecordingResource, "onSuccessArn" | "onFailureArn">) => ({
  OnSuccess: onSuccessArn === undefined ? {} : { Destination: onSuccessArn },
  OnFailure: onFailureArn === undefined ? {} : { Destination: onFailureArn },
});

const explained = (error: unknown, { name, onFailureArn }: RecordingResource): unknown =>
  isPolicyUnknown(error) ? new MayNotTell(name, onFailureArn ?? "", error) : error;

// Hands what became of an event to the destination or the dead-letter queue that its function names.
import { messageOf } from "../../../core/error.ts";
import { ServiceError } from "../../service.ts";
import type { Configuration } from "../control/configuration.ts";
import type { EventInvokeSettings } from "../control/event-invoke.ts";
import { destinationAction } from "../names.ts";
import type { ExecutionRoles } from "../roles.ts";
import { deadLetterAttributes, destinationRecord, type Ended, type QueueAttributes } from "./destination.ts";

export interface Destinations {
  readonly sendToQueue: (queueArn: string, body: string, attributes: QueueAttributes) => void;
  readonly invoke: (functionArn: string, payload: string) => void;
  readonly putEvent:
    | ((busArn: string, event: { source: string; detailType: string; detail: string }) => void)
    | undefined;
  /** Why the function's role may not call the destination, in AWS's words. */
  readonly denial: ExecutionRoles["denial"];
  readonly warn: (message: string) => void;
}

/** A destination that cannot take the record loses it, as on AWS (metric DestinationDeliveryFailures); here it is told. */
export function deliverRecord(
  destinations: Destinations,
  ended: Ended,
  settings: EventInvokeSettings,
  configuration: Configuration | undefined,
  nowAt: number,
): void {
  const succeeded = ended.condition === "Success";
  const { OnSuccess, OnFailure } = settings.DestinationConfig ?? {};
  const destination = (succeeded ? OnSuccess : OnFailure)?.Destination;
  const attempt = (arn: string, deliver: () => void) => {
    try {
      const denial = configuration && denialOf(destinations, configuration.Role, ended, arn);
      if (denial !== undefined) throw new ServiceError("AccessDenied", denial);
      deliver();
    } catch (error) {
      destinations.warn(
        `DestinationDeliveryFailures: the event ${ended.event.request_id} of ${ended.functionArn} did not reach ${arn}: ${messageOf(error)}`,
      );
    }
  };
  if (destination) {
    const record = JSON.stringify(destinationRecord(ended, nowAt));
    attempt(destination, () => deliver(destinations, destination, record, ended));
  }
  const deadLetterArn = configuration?.DeadLetterConfig?.TargetArn;
  if (!succeeded && deadLetterArn) {
    attempt(deadLetterArn, () =>
      destinations.sendToQueue(deadLetterArn, ended.event.payload, deadLetterAttributes(ended)),
    );
  }
}

/** The function's own role calls the destination, not Lambda (Developer Guide, capturing records). */
function denialOf({ denial }: Destinations, role: string, { event }: Ended, arn: string): string | undefined {
  const action = destinationAction(arn);
  return action === undefined ? undefined : denial(role, event.name, action, arn);
}

function deliver(destinations: Destinations, arn: string, record: string, ended: Ended): void {
  const service = arn.split(":")[2];
  if (service === "sqs") {
    destinations.sendToQueue(arn, record, {});
  } else if (service === "lambda") {
    destinations.invoke(arn, record);
  } else if (service === "events" && destinations.putEvent) {
    const outcome = ended.condition === "Success" ? "Success" : "Failure";
    const detailType = `Lambda Function Invocation Result - ${outcome}`;
    destinations.putEvent(arn, { source: "lambda", detailType, detail: record });
  } else {
    throw new RangeError(`this engine delivers nothing to ${service ?? arn}`);
  }
}

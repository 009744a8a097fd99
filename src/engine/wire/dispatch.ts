// One request of one service, from decoded HTTP to the answer: find the operation, decode, validate, act, encode.
import type { Gate } from "../access/access.ts";
import { refuseGaps } from "../gaps/refuse-gaps.ts";
import { type Call, type Service, ServiceError } from "../service.ts";
import type { Departure } from "./departure.ts";
import { faultOf } from "./fault.ts";
import type { Protocol, WireAnswer, WireRequest } from "./message.ts";
import type { Model } from "./model.ts";
import { jsonProtocol } from "./protocols/json.ts";
import { queryProtocol } from "./protocols/query.ts";
import { restJsonProtocol } from "./protocols/rest-json.ts";
import { restXmlProtocol } from "./protocols/rest-xml.ts";
import { validate } from "./validate.ts";

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  json: jsonProtocol,
  query: queryProtocol,
  "rest-json": restJsonProtocol,
  "rest-xml": restXmlProtocol,
};

/** What was asked and how it ended, for whoever follows the engine. */
export interface Dispatched {
  readonly answer: WireAnswer;
  readonly operation: string | undefined;
  readonly error: unknown;
}

/** A form sent to a JSON service comes from a client older than the service's JSON (SQS before 2023). */
export function protocolFor(model: Model, request: WireRequest): Protocol {
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  const isQuery = isForm || (request.method === "GET" && request.query.has("Action"));
  const name = model.metadata.protocol === "json" && isQuery ? "query" : model.metadata.protocol;
  return PROTOCOLS[name] ?? jsonProtocol;
}

/** A call whose caller is not known yet. */
export type Arrival = Omit<Call, "caller" | "refusal" | "signal"> & { readonly departure: Departure };

export async function dispatch(
  service: Service,
  model: Model,
  request: WireRequest,
  arrival: Arrival,
  access: Gate,
): Promise<Dispatched> {
  const protocol = protocolFor(model, request);
  let operation: string | undefined;
  try {
    const call = admitted(service, request, arrival, access);
    operation = operationOf(protocol, model, request);
    const act = implementationOf(service, model, operation);
    const input = protocol.decode(model, operation, request);
    validate(model, model.operations[operation]?.input, input);
    access.check(service, operation, input, call);
    refuseGaps(service.name, operation, input);
    const output = await act(input, call);
    return { answer: protocol.encode(model, operation, output, call.requestId), operation, error: undefined };
  } catch (error) {
    return { answer: protocol.fault(model, faultOf(model, operation, error), arrival.requestId), operation, error };
  }
}

function admitted(service: Service, request: WireRequest, arrival: Arrival, access: Gate): Call {
  const token = request.headers["x-amz-security-token"] ?? request.query.get("X-Amz-Security-Token") ?? undefined;
  const caller = access.admit(service.name, arrival.accessKeyId, token);
  return {
    ...arrival,
    caller,
    refusal: (demand) => access.refusal(service.name, caller, demand),
    get signal() {
      return arrival.departure.signal;
    },
  };
}

function operationOf(protocol: Protocol, model: Model, request: WireRequest): string {
  const name = protocol.operation(model, request);
  if (name !== undefined && Object.hasOwn(model.operations, name)) return name;
  const isXml = protocol === queryProtocol || protocol === restXmlProtocol;
  const what = name ?? `${request.method} ${request.path}`;
  throw new ServiceError(
    isXml ? "InvalidAction" : "UnknownOperationException",
    `${model.metadata.serviceId} has no operation ${what}.`,
  );
}

function implementationOf(service: Service, model: Model, operation: string) {
  const act = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
  if (act && model.operations[operation]?.described) return act;
  const supported = Object.keys(service.operations).sort().join(", ");
  throw new ServiceError(
    "NotImplemented",
    `${model.metadata.serviceId}.${operation} is not implemented by the Lamplighter engine; supported: ${supported}.`,
  );
}

// The engine's own operations called by name, under a role and without HTTP: what universal targets are made of.
import type { Access } from "./access/access.ts";
import { type RoleSession, sessionArn } from "./access/caller.ts";
import { refuseGaps } from "./gaps/refuse-gaps.ts";
import { type Call, type EngineContext, type Operation, type Service, ServiceError } from "./service.ts";
import { type Model, shapeOf } from "./wire/model.ts";
import { modelOf } from "./wire/models.ts";
import { streamNameOf } from "./wire/protocols/event-messages.ts";
import { readSdkInput } from "./wire/sdk-input.ts";
import { validate } from "./wire/validate.ts";

interface Api {
  readonly service: Service;
  readonly model: Model;
  readonly operation: string;
  readonly act: Operation;
}

/** Under which role, and as which session of it. */
export interface Under {
  readonly roleArn: string;
  readonly session: string;
}

export class ApiCalls {
  readonly #context: EngineContext;
  readonly #access: Access;
  readonly #apis = new Map<string, Api>();

  constructor(context: EngineContext, access: Access) {
    this.#context = context;
    this.#access = access;
  }

  /** Their operations can be called from now on. */
  serve(services: readonly Service[]): void {
    for (const service of services) {
      const model = modelOf(service.name);
      if (!model) continue;
      const id = model.metadata.serviceId.replaceAll(" ", "").toLowerCase();
      for (const [operation, act] of Object.entries(service.operations)) {
        const action = operation.charAt(0).toLowerCase() + operation.slice(1);
        const { described, output } = model.operations[operation] ?? {};
        // Nobody would read an answer that goes on.
        if (described && streamNameOf(model, shapeOf(model, output)) === undefined) {
          this.#apis.set(`${id}:${action}`, { service, model, operation, act });
        }
      }
    }
  }

  /** `service` is the SDK's id in small letters, `action` begins with a small letter: `cloudwatchlogs`, `putLogEvents`. */
  has(service: string, action: string): boolean {
    return this.#apis.has(`${service}:${action}`);
  }

  /** Carries the operation out as if its role had asked for it: the same validation, permissions and errors as on the wire. */
  async call(service: string, action: string, input: string, under: Under): Promise<void> {
    const api = this.#apis.get(`${service}:${action}`);
    if (!api) throw new ServiceError("ValidationException", `The engine has no operation ${service}:${action}.`);
    // Not within the transaction of whoever asks: an operation that fails takes back what it wrote, and nothing else.
    await Promise.resolve();
    const { model, operation, act } = api;
    const reference = model.operations[operation]?.input;
    const members = readSdkInput(model, reference, parsed(input));
    validate(model, reference, members);
    const call = this.#callOf(api.service, under);
    this.#access.check(api.service, operation, members, call);
    refuseGaps(api.service.name, operation, members);
    await act(members, call);
  }

  #callOf(service: Service, { roleArn, session }: Under): Call {
    const { account, region, random, clock } = this.#context;
    const arn = sessionArn(account, roleArn, session);
    const caller: RoleSession = { kind: "role", arn, userId: session, roleArn, issuedAt: clock.now() };
    return {
      ...{ requestId: random.uuid(), region, account, accessKeyId: undefined, caller },
      refusal: (demand) => this.#access.refusal(service.name, caller, demand),
      origin: this.#context.origin(),
      signal: new AbortController().signal,
    };
  }
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    throw new ServiceError("SerializationException", "The input is not well-formed JSON.");
  }
}

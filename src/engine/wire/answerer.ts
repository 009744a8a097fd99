// Every request of the engine's port: guard, own pages, raw routes, then AWS requests told apart by credential scope.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Random } from "../../core/random.ts";
import type { Gate } from "../access/access.ts";
import { type RawRoute, type Service, ServiceError } from "../service.ts";
import { readBody } from "./body.ts";
import { Departure } from "./departure.ts";
import { type Arrival, dispatch, protocolFor } from "./dispatch.ts";
import { refusalOf } from "./guard.ts";
import { NO_BODY, type WireAnswer, type WireRequest } from "./message.ts";
import type { Model } from "./model.ts";
import { modelOf } from "./models.ts";
import { type Health, ownPage } from "./own-pages.ts";
import { type Scope, scopeOf } from "./scope.ts";
import { plainAnswer, send } from "./send.ts";

export interface AnswererOptions {
  readonly region: string;
  readonly account: string;
  readonly random: Random;
  readonly services: readonly Service[];
  readonly access: Gate;
  health(): Health;
  /** After an operation that succeeded. */
  done(service: string, operation: string): void;
  /** An error that is the engine's own fault. */
  faulted(service: string, operation: string | undefined, error: unknown): void;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly requestId: string;
}

export class Answerer {
  /** Known once the server listens; before, every Host is wrong. */
  port = 0;
  readonly #options: AnswererOptions;
  readonly #services: ReadonlyMap<string, Service>;
  readonly #routes: readonly RawRoute[];
  readonly #inFlight = new Map<Departure, Promise<void>>();

  constructor(options: AnswererOptions) {
    this.#options = options;
    this.#services = new Map(options.services.map((service) => [service.name, service]));
    this.#routes = options.services.flatMap((service) => service.routes ?? []);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const departure = new Departure();
    response.once("close", () => response.writableFinished || departure.abort());
    const work = this.#answer(request, response, departure);
    this.#inFlight.set(departure, work);
    try {
      await work;
    } finally {
      this.#inFlight.delete(departure);
    }
  }

  async drain(): Promise<void> {
    for (const departure of this.#inFlight.keys()) departure.abort();
    await Promise.allSettled(this.#inFlight.values());
  }

  async #answer(request: IncomingMessage, response: ServerResponse, departure: Departure): Promise<void> {
    const requestId = this.#options.random.uuid();
    try {
      const refusal = refusalOf(request, this.port);
      if (refusal) return send(response, requestId, plainAnswer(refusal.status, refusal.reason));
      const { path, query } = targetOf(request);
      const route = this.#routes.find(({ prefix }) => path.startsWith(prefix));
      if (route) return await route.handle(request, response);
      const answer = path.startsWith("/_lamp/")
        ? ownPage(path, this.#options.services, this.#options.health())
        : await this.#answerSigned({ request, response, path, query, requestId }, departure);
      await send(response, requestId, answer);
    } catch (error) {
      if (!departure.isOver) this.#options.faulted("wire", undefined, error);
      send(response, requestId, plainAnswer(500, "The engine failed to answer."));
    }
  }

  async #answerSigned(exchange: Exchange, departure: Departure): Promise<WireAnswer> {
    const scope = scopeOf(exchange.request.headers.authorization, exchange.query);
    if (!scope) return noScope();
    const service = this.#services.get(scope.service);
    const model = modelOf(scope.service);
    if (!service || !model) {
      const known = [...this.#services.keys()].join(", ");
      return plainAnswer(501, `The Lamplighter engine has no service ${scope.service}; it has ${known}.`);
    }
    const request = await receive(exchange, scope, model);
    if ("status" in request) return request;
    const arrival = this.#arrivalOf(scope, exchange, departure);
    const result = await dispatch(service, model, request, arrival, this.#options.access);
    if (result.error === undefined) this.#options.done(service.name, result.operation ?? "");
    else if (!(result.error instanceof ServiceError)) {
      this.#options.faulted(service.name, result.operation, result.error);
    }
    return result.answer;
  }

  #arrivalOf(scope: Scope, exchange: Exchange, departure: Departure): Arrival {
    return {
      requestId: exchange.requestId,
      region: this.#options.region,
      account: this.#options.account,
      accessKeyId: scope.accessKeyId,
      origin: `http://${exchange.request.headers.host}`,
      departure,
    };
  }
}

/** The whole request, or the answer to one whose body cannot be taken. */
async function receive(exchange: Exchange, scope: Scope, model: Model): Promise<WireRequest | WireAnswer> {
  const head = headOf(exchange);
  try {
    return { ...head, body: await readBody(exchange.request, scope.service) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const status = error.code === "RequestEntityTooLarge" ? 413 : 400;
    const answer = protocolFor(model, head).fault(model, error, exchange.requestId);
    return { ...answer, status, headers: { ...answer.headers, connection: "close" } };
  }
}

function headOf({ request, path, query }: Exchange): WireRequest {
  return { method: request.method ?? "GET", path, query, headers: headersOf(request), body: NO_BODY };
}

/** Node has joined those that came more than once, but for cookies, which no client of AWS sends. */
function headersOf({ headers }: IncomingMessage): WireRequest["headers"] {
  if (!headers["set-cookie"]) return headers as WireRequest["headers"];
  return { ...headers, "set-cookie": headers["set-cookie"].join(",") } as WireRequest["headers"];
}

const NO_QUERY = new URLSearchParams();

function targetOf(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  return mark < 0
    ? { path: target, query: NO_QUERY }
    : { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

/** AWS's front does the same for a request without a signature. */
function noScope(): WireAnswer {
  const answer = plainAnswer(
    403,
    "Missing Authentication Token: sign the request (any key will do), the service is read from the signature's scope.",
  );
  return { ...answer, headers: { ...answer.headers, "x-amzn-errortype": "MissingAuthenticationTokenException" } };
}

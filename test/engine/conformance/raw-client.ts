// Sends operations as the model writes them, unsigned but for the scope, over kept-alive connections: no client in between
// that refuses to send what is wrong.
import { Agent, request } from "node:http";
import type { Model, ShapeReference } from "../../../src/engine/wire/model.ts";
import { shapeNamed } from "./constraints.ts";

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The error's name, where it is one: from the header of REST services, from `__type` of the others. */
  readonly code: string | undefined;
  readonly message: string;
}

type Members = Readonly<Record<string, unknown>>;

export class RawClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #port: number;
  readonly #service: string;
  readonly #model: Model;
  sent = 0;

  constructor(port: number, service: string, model: Model) {
    this.#port = port;
    this.#service = service;
    this.#model = model;
  }

  send(operation: string, input: Members): Promise<RawAnswer> {
    this.sent++;
    const { protocol } = this.#model.metadata;
    return this.#exchange(
      protocol === "json" ? jsonRequest(this.#model, operation, input) : restRequest(this.#model, operation, input),
    );
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange({ method, path, headers, body }: RawRequest): Promise<RawAnswer> {
    const credential = `Credential=local/20270301/us-east-1/${this.#service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
    return new Promise((resolve, reject) => {
      const outgoing = request({
        ...{ host: "127.0.0.1", port: this.#port, agent: this.#agent, method, path },
        headers: { ...headers, authorization, "content-length": Buffer.byteLength(body) },
      });
      outgoing.once("error", reject);
      outgoing.once("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve(answerOf(response.statusCode ?? 0, response.headers, text));
        });
      });
      outgoing.end(body);
    });
  }
}

interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function jsonRequest(model: Model, operation: string, input: Members): RawRequest {
  const { targetPrefix, jsonVersion } = model.metadata;
  const headers = {
    "content-type": `application/x-amz-json-${jsonVersion}`,
    "x-amz-target": `${targetPrefix}.${operation}`,
  };
  return { method: "POST", path: "/", headers, body: JSON.stringify(input) };
}

function restRequest(model: Model, operation: string, input: Members): RawRequest {
  const described = model.operations[operation];
  const shape = shapeNamed(model, described?.input?.shape ?? "");
  let path = described?.http.requestUri ?? "/";
  const query = new URLSearchParams();
  const headers: Record<string, string> = { "content-type": "application/json" };
  const body: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const value = input[name];
    const key = member.locationName ?? name;
    if (member.location === "uri") path = path.replace(labelOf(key), encodeURIComponent(String(value ?? "")));
    else if (value === undefined) continue;
    else if (member.location === "querystring") for (const item of [value].flat()) query.append(key, String(item));
    else if (member.location === "header") headers[key] = String(value);
    else body[key] = named(model, member, value);
  }
  const search = query.size > 0 ? `${path.includes("?") ? "&" : "?"}${query}` : "";
  const raw = shape.payload === undefined ? JSON.stringify(body) : String(input[shape.payload] ?? "");
  const method = described?.http.method ?? "GET";
  return { method, path: path + search, headers, body: method === "GET" ? "" : raw };
}

const labelOf = (key: string) => new RegExp(`\\{${key}\\+?\\}`);

/** Members inside a body carry their `locationName`, where they have one. */
function named(model: Model, reference: ShapeReference, value: unknown): unknown {
  const shape = shapeNamed(model, reference.shape);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => (shape.member ? named(model, shape.member, item) : item));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const member = shape.members?.[name] ?? shape.value;
      return [shape.members?.[name]?.locationName ?? name, member ? named(model, member, item) : item];
    }),
  );
}

function answerOf(status: number, headers: RawAnswer["headers"], body: string): RawAnswer {
  const members = status >= 400 ? parsed(body) : {};
  const type = headers["x-amzn-errortype"] ?? members["__type"];
  const code = type === undefined ? undefined : String(type).split("#").at(-1);
  return { status, headers, body, code, message: String(members["Message"] ?? members["message"] ?? "") };
}

function parsed(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}

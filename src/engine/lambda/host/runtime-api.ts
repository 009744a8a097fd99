// Lambda's Runtime API (2018-06-01) for one execution environment: a server of its own on loopback, so that the port tells
// who asks, as runtimes take a host and a port and nothing more.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ANSWER_BYTES, type Answer, type RuntimeChannel, type RuntimeListener } from "./runtime-channel.ts";

const BASE = "/2018-06-01/runtime/";
export class RuntimeApi implements RuntimeChannel {
  readonly #server: Server;
  readonly #listener: RuntimeListener;
  readonly #nonce: string;
  #invocationId = "";
  #next: ServerResponse | undefined;
  /** Host and port, as a runtime takes them. */
  address = "";

  private constructor(nonce: string, listener: RuntimeListener) {
    this.#nonce = nonce;
    this.#listener = listener;
    this.#server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, noDelay: true });
    this.#server.on("request", (request, response) => this.#route(request, response));
    this.#server.on("clientError", (_error, socket) => socket.destroy());
  }

  static open(nonce: string, listener: RuntimeListener): Promise<RuntimeApi> {
    const api = new RuntimeApi(nonce, listener);
    return new Promise((resolve, reject) => {
      api.#server.once("error", reject);
      api.#server.listen(0, "127.0.0.1", () => {
        api.address = `127.0.0.1:${(api.#server.address() as AddressInfo).port}`;
        resolve(api);
      });
    });
  }

  /** The runtime waits for an event. */
  get waited(): boolean {
    return this.#next !== undefined;
  }

  /** Hands the event to the runtime that waits; false when none does. */
  deliver(headers: Readonly<Record<string, string>>, body: Uint8Array): boolean {
    const response = this.#next;
    if (!response) return false;
    this.#next = undefined;
    this.#invocationId = headers["Lambda-Runtime-Invocation-Id"] ?? "";
    response.writeHead(200, { ...headers, "Content-Type": "application/json", "Content-Length": body.byteLength });
    response.end(body);
    return true;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #route(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url?.startsWith(BASE) ? request.url.slice(BASE.length) : "";
    const [, requestId, kind] = /^invocation\/([A-Za-z0-9-]+)\/(response|error)$/.exec(path) ?? [];
    if (!this.#isOwnRuntime(request)) {
      reply(response, 403, "InvalidRequest", "Only the runtime of this environment may ask");
    } else if (request.method === "GET" && path === "invocation/next") {
      this.#wait(response);
    } else if (request.method === "POST" && requestId && !this.#isOwnInvocation(request)) {
      reply(response, 400, "InvalidInvocationId", "The answer belongs to another attempt");
    } else if (request.method === "POST" && requestId) {
      read(request, (answer) => {
        if (this.#listener.answered(requestId, kind === "error", answer)) accept(response);
        else reply(response, 400, "InvalidRequestID", "Invalid request ID");
      });
    } else if (request.method === "POST" && path === "init/error") {
      read(request, (answer) => {
        this.#listener.initFailed(answer);
        accept(response);
      });
    } else {
      reply(response, 404, "NotFound", `No such Runtime API path: ${request.method} ${request.url}`);
    }
  }

  /** Every program of this machine can reach this port, a page in a browser too. Only this environment's runtime was
   * told the nonce when it was started; a page could not leave out the other headers. */
  #isOwnRuntime({ headers }: IncomingMessage): boolean {
    const isPage = headers.origin !== undefined || headers["sec-fetch-mode"] !== undefined;
    return headers["lamplighter-nonce"] === this.#nonce && headers.host === this.address && !isPage;
  }

  /** To echo the attempt's id is optional; another's is refused (page: "Using the Lambda runtime API"). */
  #isOwnInvocation({ headers }: IncomingMessage): boolean {
    const echoed = headers["lambda-runtime-invocation-id"];
    return echoed === undefined || echoed === this.#invocationId;
  }

  #wait(response: ServerResponse): void {
    if (this.#next) {
      reply(response, 400, "InvalidStateTransition", "Another request already waits for the next event");
      return;
    }
    this.#next = response;
    response.on("close", () => {
      if (this.#next === response) this.#next = undefined;
    });
    this.#listener.waiting();
  }
}

function accept(response: ServerResponse): void {
  const body = '{"status":"OK"}\n';
  response.writeHead(202, { "Content-Type": "application/json", "Content-Length": body.length }).end(body);
}

function reply(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  const body = JSON.stringify({ errorMessage, errorType });
  response
    .writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) })
    .end(body);
}

function read(request: IncomingMessage, done: (answer: Answer) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= ANSWER_BYTES) chunks.push(chunk);
  });
  request.on("end", () => {
    const text = (name: string) => {
      const value = request.headers[name];
      return typeof value === "string" ? value : undefined;
    };
    const maxRss = Number(text("lamplighter-max-rss-kb"));
    done({
      body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
      tooLarge: bytes > ANSWER_BYTES,
      errorType: text("lambda-runtime-function-error-type"),
      maxRssKb: maxRss > 0 ? maxRss : undefined,
    });
  });
}

// One HTTP request over a kept connection, with a limit on how long the answer may take.
import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export type Post = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  method: "GET" | "POST",
) => Promise<Answer>;

interface Http {
  readonly agent: Agent;
  request(url: URL, options: RequestOptions, answer: (message: IncomingMessage) => void): ClientRequest;
}

/** DynamoDB answers in milliseconds; one that has not answered by now is asked again. */
const ANSWER_WITHIN_MS = 5_000;

/** The protocol's module is loaded when it is needed: https alone costs a third of the runtime's start. To import it would
 * load all that it can give, `WebSocket` and its like too, for as much again. */
function httpFor(protocol: string): Http {
  const module = process.getBuiltinModule(protocol === "https:" ? "node:https" : "node:http");
  const agent = new module.Agent({ keepAlive: true, maxSockets: 8 });
  return { agent, request: module.request };
}

export function createPost(): Post {
  const doors = new Map<string, Http>();
  return async (url, headers, body, method) => {
    const door = doors.get(url.protocol) ?? httpFor(url.protocol);
    doors.set(url.protocol, door);
    return post(door, url, { method, headers }, body);
  };
}

function post(http: Http, url: URL, options: RequestOptions, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { ...options, agent: http.agent, timeout: ANSWER_WITHIN_MS }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        if (!answer.complete) return reject(new Error("the answer broke off"));
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") });
      });
    });
    request.on("timeout", () => request.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
    request.on("error", reject);
    request.end(body);
  });
}

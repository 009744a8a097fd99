// Who may not talk to the engine: web pages, other names for this machine, malformed and oversized requests.
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ directory: ":memory:", version: "1.2.3" });
});
afterAll(() => engine.close());

/** The status line of a request written byte by byte: a client library would mend it. */
function raw(...lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(engine.port, "127.0.0.1", () => socket.write(`${lines.join("\r\n")}\r\n\r\n`));
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      text += chunk;
      socket.end();
    });
    socket.on("close", () => resolve(text.split("\r\n", 1)[0] ?? ""));
    socket.on("error", reject);
  });
}

const HEALTH = "GET /_lamp/health HTTP/1.1";

describe("the guard", () => {
  test.each([
    ["the loopback address", (port: number) => [HEALTH, `Host: 127.0.0.1:${port}`]],
    ["localhost", (port: number) => [HEALTH, `Host: LOCALHOST:${port}`]],
    ["the loopback address of IPv6", (port: number) => [HEALTH, `Host: [::1]:${port}`]],
  ])("does not refuse %s", async (_what, lines) => {
    expect(await raw(...lines(engine.port))).toBe("HTTP/1.1 200 OK");
  });

  test.each([
    ["another name that resolves here", (port: number) => [HEALTH, `Host: rebound.example:${port}`]],
    ["the right name without the port", () => [HEALTH, "Host: 127.0.0.1"]],
    ["the right name with another port", () => [HEALTH, "Host: 127.0.0.1:1"]],
    ["a name with a user in it", (port: number) => [HEALTH, `Host: 127.0.0.1:${port}@evil.example`]],
    ["an old client without a Host", () => ["GET /_lamp/health HTTP/1.0"]],
    ["a web page", (port: number) => [HEALTH, `Host: 127.0.0.1:${port}`, "Origin: http://evil.example"]],
    [
      "a page of this machine",
      (port: number) => [HEALTH, `Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`],
    ],
    ["a sandboxed page", (port: number) => [HEALTH, `Host: 127.0.0.1:${port}`, "Origin: null"]],
    ["a page's image", (port: number) => [HEALTH, `Host: 127.0.0.1:${port}`, "Sec-Fetch-Site: cross-site"]],
  ])("does not answer %s", async (_what, lines) => {
    expect(await raw(...lines(engine.port))).toBe("HTTP/1.1 403 Forbidden");
  });

  test("two Host headers, an absolute target and a huge header do not get through", async () => {
    const host = `Host: 127.0.0.1:${engine.port}`;
    expect(await raw(HEALTH, host, "Host: evil.example")).toMatch(/ (400|403) /);
    expect(await raw("GET http://evil.example/_lamp/health HTTP/1.1", host)).toMatch(/ 400 /);
    expect(await raw(HEALTH, host, `X-Large: ${"x".repeat(40_000)}`)).toMatch(/ 431 /);
  });

  test("no answer may be read by a web page", async () => {
    const answer = await fetch(`${engine.endpoint}/_lamp/health`);
    expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
    expect(await answer.json()).toMatchObject({
      engine: "lamplighter",
      version: "1.2.3",
      pid: process.pid,
      mode: "firing",
      store: ":memory:",
    });
  });

  test("an unsigned request reaches no service", async () => {
    const answer = await fetch(`${engine.endpoint}/schedules`);
    expect(answer.status).toBe(403);
    expect(answer.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
  });

  test.each([
    ["dynamodb", 413, 21 * 1024 * 1024],
    ["nowhere", 501, 10],
  ])("a request to %s is not taken (%i)", async (service, status, size) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=k/20270301/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
    const answer = await fetch(engine.endpoint, { method: "POST", headers: { authorization }, body: "x".repeat(size) });
    expect(answer.status).toBe(status);
  });
});

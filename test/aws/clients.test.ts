// Clients must not show the engine a person's credentials, must not load what is not used, and must speak of every failure in our words.
import { readdirSync, readFileSync } from "node:fs";
import { GetScheduleCommand } from "@aws-sdk/client-scheduler";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { type ClientOptions, createClients } from "../../src/aws/clients.ts";
import { errorOfCall } from "../../src/aws/error-of-call.ts";
import { AwsError } from "../../src/aws/errors.ts";
import { type Reply, recordingServer } from "./recording-server.ts";

afterEach(() => void vi.unstubAllEnvs());

async function serverAnd(options: Partial<ClientOptions>, answer: () => Reply = () => ({ status: 200, body: {} })) {
  const server = await recordingServer(answer);
  const clients = createClients({ region: "eu-central-1", endpoint: server.endpoint, ...options });
  onTestFinished(async () => {
    clients.close();
    await server.close();
  });
  const get = async () => (await clients.scheduler()).send(new GetScheduleCommand({ Name: "a" }));
  return { server, clients, get };
}

describe("credentials", () => {
  const REAL = { AWS_ACCESS_KEY_ID: "AKIAREALREALREALREAL", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "tok" };

  test("do not reach our own engine, whatever the environment and the profile hold", async () => {
    for (const [name, value] of Object.entries(REAL)) vi.stubEnv(name, value);
    const { server, get } = await serverAnd({ embedded: true, profile: "production" });
    await get();
    const { authorization = "", ...headers } = server.requests[0]?.headers ?? {};
    expect(authorization).toMatch(/Credential=lamplighter\/\d{8}\/eu-central-1\/scheduler\/aws4_request/);
    expect(headers).not.toHaveProperty("x-amz-security-token");
  });

  test("are not replaced where the endpoint is somebody else's", async () => {
    for (const [name, value] of Object.entries(REAL)) vi.stubEnv(name, value);
    const { server, get } = await serverAnd({});
    await get();
    expect(server.requests[0]?.headers.authorization).toContain(`Credential=${REAL.AWS_ACCESS_KEY_ID}/`);
  });
});

test("repeated requests are not left out of the count", async () => {
  let asked = 0;
  const failing: Reply = { status: 500, body: {}, headers: { "x-amzn-errortype": "InternalServerException" } };
  const { clients, get } = await serverAnd({ embedded: true }, () =>
    asked++ < 2 ? failing : { status: 200, body: {} },
  );
  expect(clients.apiCalls()).toBe(0);
  await get();
  expect(clients.apiCalls()).toBe(3);
});

describe("what fails", () => {
  const failed = (name: string, more: object = {}) => Object.assign(new Error("why"), { name, ...more });
  const refusedTwice = Object.assign(new AggregateError([failed("Error")], ""), { code: "ECONNREFUSED" });
  const table: [string, unknown, string, RegExp][] = [
    ["IAM's refusal", failed("AccessDenied"), "access-denied", /S\.Op is not allowed for these credentials: why/],
    ["the Scheduler's refusal", failed("AccessDeniedException"), "access-denied", /not allowed/],
    ["an unknown key", failed("UnrecognizedClientException"), "access-denied", /does not accept the credentials/],
    ["a wrong clock", failed("InvalidSignatureException"), "access-denied", /this machine's clock/],
    ["a session that ended", failed("ExpiredTokenException"), "expired-credentials", /Sign in again/],
    ["no credentials", failed("CredentialsProviderError"), "no-credentials", /no AWS credentials were found/],
    ["throttling", failed("ThrottlingException"), "throttled", /still throttles/],
    ["throttling that says so apart", failed("Slow", { $retryable: { throttling: true } }), "throttled", /throttles/],
    ["a refused connection", failed("Error", { code: "ECONNREFUSED" }), "unreachable", /no answer from HERE \(why\)/],
    ["silence", failed("TimeoutError"), "unreachable", /no answer from HERE/],
    ["several refused addresses", refusedTwice, "unreachable", /no answer from HERE \(why\)/],
    ["anything else", failed("ResourceNotFoundException"), "aws-call-failed", /S\.Op: ResourceNotFoundException: why/],
    ["no error at all", "just text", "aws-call-failed", /just text/],
  ];
  test.each(table)("does not hide %s", (_what, thrown, code, message) => {
    const error = errorOfCall(thrown, "S.Op", "HERE");
    expect(error).toMatchObject({ code, message: expect.stringMatching(message), cause: thrown });
    expect(error).toBeInstanceOf(AwsError);
  });

  test("does not leave as the SDK's error, nor without the request's id", async () => {
    const headers = { "x-amzn-errortype": "AccessDeniedException", "x-amzn-requestid": "r-1" };
    const { get } = await serverAnd({ embedded: true }, () => ({ status: 403, body: { Message: "no" }, headers }));
    await expect(get()).rejects.toMatchObject({
      code: "access-denied",
      message: "Scheduler.GetSchedule is not allowed for these credentials: no (request r-1)",
    });
  });

  test("does not leave the address out when nothing listens there", async () => {
    const { server, get } = await serverAnd({ embedded: true });
    await server.close();
    await expect(get()).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringContaining(server.endpoint),
    });
  });
});

test("no file but those of the Cloud port loads the SDK before it is used", () => {
  const folder = new URL("../../src/aws/", import.meta.url);
  const eager = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .filter((name) => /^import (?!type)[^;]*from "@aws-sdk/m.test(readFileSync(new URL(name, folder), "utf8")));
  expect(eager).toEqual([]);
});

// The signed door: its signature is AWS's, and trouble on the way is either passed over or said.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { systemRandom } from "../../src/core/random.ts";
import { ConditionFailed } from "../../src/ledger/dynamo.ts";
import { createPost } from "../../src/runtime/dynamo/http-post.ts";
import { signRequest } from "../../src/runtime/dynamo/sign-request.ts";
import { createSignedDynamo, type DynamoDoors } from "../../src/runtime/dynamo/signed-dynamo.ts";

const ENVIRONMENT = { AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "AKID", AWS_SECRET_ACCESS_KEY: "secret" };

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** Answers one after the other; undefined breaks the connection. */
async function serving(...answers: ({ status: number; body: object | string } | undefined)[]): Promise<string> {
  let next = 0;
  server = createServer((request, response) => {
    const answer = answers[Math.min(next++, answers.length - 1)];
    if (!answer) return void request.socket.destroy();
    const body = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    request.resume().on("end", () => response.writeHead(answer.status).end(body));
  });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

/** A clock on which every pause ends at once, and which says how long was paused in all. */
function impatientClock() {
  const noon = Date.parse("2027-03-01T12:00:00Z");
  let paused = 0;
  return {
    paused: () => paused,
    now: () => noon,
    setTimer(at: number, fire: () => void) {
      paused += at - noon;
      const handle = setImmediate(fire);
      return { cancel: () => clearImmediate(handle) };
    },
  };
}

function doorTo(endpoint: string, environment: Readonly<Record<string, string | undefined>> = ENVIRONMENT) {
  const clock = impatientClock();
  const doors: DynamoDoors = {
    clock,
    random: systemRandom,
    post: createPost(),
    environment: { ...environment, AWS_ENDPOINT_URL: endpoint },
  };
  return { clock, dynamo: createSignedDynamo(doors) };
}

const failing = (type: string, status = 400) => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "slow down" },
});
const fine = { status: 200, body: { Item: { pk: { S: "JOB#report" } } } };

describe("the signature", () => {
  test("is not another than AWS's own library makes", () => {
    // Made with botocore 1.43.11 (SigV4Auth) for the same request.
    const headers = signRequest(
      {
        method: "POST",
        query: "",
        host: "dynamodb.eu-central-1.amazonaws.com",
        path: "/",
        region: "eu-central-1",
        service: "dynamodb",
        headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.GetItem" },
        body: '{"TableName":"t"}',
        at: Date.parse("2027-03-01T12:00:00Z"),
      },
      { accessKeyId: "AKID", secretAccessKey: "secret", sessionToken: "token" },
    );
    expect(headers["authorization"]).toBe(
      "AWS4-HMAC-SHA256 Credential=AKID/20270301/eu-central-1/dynamodb/aws4_request, " +
        "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, " +
        "Signature=addc41b6b90df737ef082421c21690d9f3aae1f462e021176fb00403424b8d8e",
    );
  });
});

describe("trouble on the way", () => {
  test.each([
    ["a throttle", failing("ProvisionedThroughputExceededException")],
    ["a throttle of the account", failing("ThrottlingException")],
    ["a fault of the service", failing("InternalServerError", 500)],
    ["a proxy's page", { status: 503, body: "<html>" }],
    ["a broken connection", undefined],
    ["half an answer", { status: 200, body: '{"Item":' }],
  ])("does not end a call: %s", async (_what, trouble) => {
    const { dynamo, clock } = doorTo(await serving(trouble, trouble, fine));
    expect(await dynamo.send("GetItem", {})).toEqual(fine.body);
    expect(clock.paused()).toBeGreaterThanOrEqual(25 + 50);
    expect(clock.paused()).toBeLessThanOrEqual(50 + 100);
  });

  test("Q19: does not go on for ever, and names the cause", async () => {
    const { dynamo, clock } = doorTo(await serving(failing("ThrottlingException")));
    await expect(dynamo.send("PutItem", {})).rejects.toThrow(
      "The ledger did not answer PutItem in 7 tries: ThrottlingException: slow down",
    );
    expect(clock.paused()).toBeLessThan(5_000);
  });

  test.each(["AccessDeniedException", "ResourceNotFoundException", "ValidationException"])(
    "is not asked again what was refused: %s",
    async (type) => {
      const { dynamo, clock } = doorTo(await serving(failing(type), fine));
      await expect(dynamo.send("GetItem", {})).rejects.toThrow(`The ledger refused GetItem: ${type}: slow down`);
      expect(clock.paused()).toBe(0);
    },
  );

  test("does not hide the item that a condition met", async () => {
    const Item = { pk: { S: "JOB#report" } };
    const body = { ...failing("ConditionalCheckFailedException").body, Item };
    const { dynamo } = doorTo(await serving({ status: 400, body }));
    const error = await dynamo.send("PutItem", {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConditionFailed);
    expect(error).toMatchObject({ item: Item });
  });

  test.each(["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])("is not guessed: %s", async (name) => {
    const { dynamo } = doorTo("http://127.0.0.1:1", { ...ENVIRONMENT, [name]: undefined });
    await expect(dynamo.send("GetItem", {})).rejects.toThrow(`no ${name}`);
  });
});

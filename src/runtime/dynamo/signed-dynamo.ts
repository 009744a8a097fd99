// The ledger's door from inside a function: DynamoDB's JSON protocol, signed here. The SDK would cost each cold start 70 ms.
import { type Clock, sleep } from "../../core/clock.ts";
import { messageOf } from "../../core/error.ts";
import type { Random } from "../../core/random.ts";
import { ConditionFailed, type Dynamo, type Item } from "../../ledger/dynamo.ts";
import { LedgerRefused, LedgerUnreachable, NotConfigured } from "../errors.ts";
import type { Answer, Post } from "./http-post.ts";
import { type Credentials, signRequest } from "./sign-request.ts";

export interface DynamoDoors {
  readonly clock: Clock;
  readonly random: Random;
  readonly post: Post;
  /** Read at each call: Lambda's credentials change while a function lives. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const TRIES = 7;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Worth asking again (DynamoDB guide, "Error handling", and any 5xx). */
const PASSING = new Set([
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "RequestLimitExceeded",
  "LimitExceededException",
  "InternalServerError",
  "ServiceUnavailable",
]);

export function createSignedDynamo(doors: DynamoDoors): Dynamo {
  return {
    async send(operation, input) {
      const body = JSON.stringify(input);
      for (let tries = 1; ; tries++) {
        let trouble: unknown;
        try {
          const answer = await doors.post(endpointOf(doors.environment), headersFor(doors, operation, body), body);
          if (answer.status === 200) return JSON.parse(answer.body) as Readonly<Record<string, unknown>>;
          trouble = refusal(operation, answer);
        } catch (error) {
          if (error instanceof NotConfigured) throw error;
          trouble = error;
        }
        if (trouble instanceof ConditionFailed || isFinal(trouble)) throw trouble;
        if (tries >= TRIES) throw new LedgerUnreachable(operation, tries, messageOf(trouble), trouble);
        await sleep(doors.clock, pauseAfter(tries, doors.random));
      }
    },
  };
}

function refusal(operation: string, answer: Answer): Error {
  let said: Readonly<Record<string, unknown>> = {};
  try {
    said = JSON.parse(answer.body) as typeof said;
  } catch {
    // A proxy's page: the status is all there is.
  }
  const type = String(said["__type"] ?? `HTTP ${answer.status}`);
  const code = type.slice(type.lastIndexOf("#") + 1);
  if (code === "ConditionalCheckFailedException") return new ConditionFailed(said["Item"] as Item | undefined);
  const detail = String(said["message"] ?? said["Message"] ?? "no message");
  const passing = answer.status >= 500 || PASSING.has(code);
  return passing ? new Error(`${code}: ${detail}`) : new LedgerRefused(operation, code, detail);
}

const isFinal = (error: unknown) => error instanceof LedgerRefused;

/** Doubling, with full jitter above the half. */
function pauseAfter(tries: number, random: Random): number {
  const whole = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  return whole / 2 + (whole / 2) * (Number.parseInt(random.hex(2), 16) / 0xffff);
}

function headersFor(doors: DynamoDoors, operation: string, body: string): Record<string, string> {
  const url = endpointOf(doors.environment);
  return signRequest(
    {
      host: url.host,
      path: url.pathname,
      region: regionOf(doors.environment),
      service: "dynamodb",
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `DynamoDB_20120810.${operation}` },
      body,
      at: doors.clock.now(),
    },
    credentialsOf(doors.environment),
  );
}

type Environment = DynamoDoors["environment"];

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === "") throw new NotConfigured(name);
  return value;
}

const regionOf = (environment: Environment) => required(environment, "AWS_REGION");

function credentialsOf(environment: Environment): Credentials {
  return {
    accessKeyId: required(environment, "AWS_ACCESS_KEY_ID"),
    secretAccessKey: required(environment, "AWS_SECRET_ACCESS_KEY"),
    sessionToken: environment["AWS_SESSION_TOKEN"] || undefined,
  };
}

/** The variables every SDK reads (SDKs and Tools guide, "Service-specific endpoints"), else the region's own endpoint. */
function endpointOf(environment: Environment): URL {
  const given = environment["AWS_ENDPOINT_URL_DYNAMODB"] || environment["AWS_ENDPOINT_URL"];
  if (given) return new URL(given);
  const region = regionOf(environment);
  return new URL(`https://dynamodb.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/`);
}

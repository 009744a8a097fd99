// The ledger's door from inside a function: DynamoDB's JSON protocol, signed here. The SDK would cost each cold start 70 ms.
import { sleep } from "../../core/clock.ts";
import { messageOf } from "../../core/error.ts";
import type { Random } from "../../core/random.ts";
import { ConditionFailed, type Dynamo, type Item } from "../../ledger/dynamo.ts";
import { LedgerRefused, LedgerUnreachable, NotConfigured } from "../errors.ts";
import type { Answer } from "./http-post.ts";
import { type PostDoors, signedPost } from "./signed-post.ts";

export interface DynamoDoors extends PostDoors {
  readonly random: Pick<Random, "hex">;
}

const TRIES = 7;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Worth asking again, as is any 5xx (DynamoDB guide, "Error handling"). */
const PASSING = /^(Provisioned|RequestLimit|Throttl|Limit)/;

export function createSignedDynamo(doors: DynamoDoors): Dynamo {
  return {
    async send(operation, input) {
      const body = JSON.stringify(input);
      const headers = {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDB_20120810.${operation}`,
      };
      for (let tries = 1; ; tries++) {
        let trouble: unknown;
        try {
          const answer = await signedPost(doors, { service: "dynamodb", path: "/", headers, body });
          if (answer.status === 200) return JSON.parse(answer.body) as Readonly<Record<string, unknown>>;
          trouble = refusal(operation, answer);
        } catch (error) {
          if (error instanceof NotConfigured) throw error;
          trouble = error;
        }
        if (trouble instanceof ConditionFailed || trouble instanceof LedgerRefused) throw trouble;
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
  const passing = answer.status >= 500 || PASSING.test(code);
  return passing ? new Error(`${code}: ${detail}`) : new LedgerRefused(operation, code, detail);
}

/** Doubling, with full jitter above the half. */
function pauseAfter(tries: number, random: Pick<Random, "hex">): number {
  const whole = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  return (whole / 2) * (1 + Number.parseInt(random.hex(2), 16) / 0xffff);
}

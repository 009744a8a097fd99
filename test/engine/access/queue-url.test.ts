// The queue that a policy is asked about is the queue that the operation works on, however its address is written.
import { expect, test } from "vitest";
import { sqsAccess } from "../../../src/engine/sqs/access.ts";

const PLACE = { region: "us-east-1", account: "000000000000", store: undefined as never };
const HOME = "http://127.0.0.1:4700/000000000000";

test.each([`${HOME}/secret`, `${HOME}/secret?/open`, `${HOME}/secret#/open`])(
  "no address stands for one queue when it is allowed and for another when it is used: %s",
  (QueueUrl) => {
    const rule = sqsAccess(PLACE)?.["ReceiveMessage"];
    const asked = JSON.stringify(rule?.({ QueueUrl }, undefined as never));
    expect(asked).toContain("arn:aws:sqs:us-east-1:000000000000:secret");
    expect(asked).not.toContain("open");
  },
);

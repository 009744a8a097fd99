// A function that is not ours, made through the SDK as somebody else would have: its own role, its own code, no wrapper.
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { zipOf } from "../../src/bundle/zip.ts";
import { tellingPolicy } from "../../src/desired/telling-policy.ts";
import type { FlowBench } from "./flow-bench.ts";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
});
export const RECORDER = "arn:aws:lambda:us-east-1:000000000000:function:acme-local-recorder:live";

/** What it does is said by the job's name; `flaky` fails until its mark is there, and `mended` until that of the test is. */
const CODE = `import { appendFileSync, existsSync, readFileSync } from "node:fs";
export const handler = async (event) => {
  const { job, input } = event;
  if (job === "flaky") {
    appendFileSync(input.mark, "x");
    if (readFileSync(input.mark, "utf8").length < 3) throw new Error("not yet");
  }
  if (job === "broken") throw new RangeError("out of rope");
  if (job === "stringy") throw "just text";
  if (job === "mended" && !existsSync(input.mark)) throw new Error("no mark");
  return { rows: 7, event: typeof event.lamplighter };
};
`;

/** `tells`: the recorder that its role may invoke. */
export async function makeBilling(flow: Pick<FlowBench, "clients">, tells: string | false = RECORDER): Promise<void> {
  const [iam, lambda] = await Promise.all([flow.clients.iam(), flow.clients.lambda()]);
  await iam.send(new CreateRoleCommand({ RoleName: "billing", AssumeRolePolicyDocument: TRUST }));
  if (tells !== false) await letTell(flow, tells);
  const ZipFile = zipOf(new Map([["index.mjs", new TextEncoder().encode(CODE)]]));
  const Role = "arn:aws:iam::000000000000:role/billing";
  const how = { Role, Runtime: "nodejs24.x" as const, Handler: "index.handler", Code: { ZipFile } };
  await lambda.send(new CreateFunctionCommand({ FunctionName: "billing", ...how }));
}

/** With the rights to log that such a role has as a rule. */
async function letTell(flow: Pick<FlowBench, "clients">, recorder: string): Promise<void> {
  const iam = await flow.clients.iam();
  const { Version, Statement } = tellingPolicy(recorder);
  const logs = {
    Effect: "Allow",
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: "*",
  };
  const PolicyDocument = JSON.stringify({ Version, Statement: [...Statement, logs] });
  await iam.send(new PutRolePolicyCommand({ RoleName: "billing", PolicyName: "tell", PolicyDocument }));
}

/** Its asynchronous settings, undefined where it has none, and the hash and revision of all else. */
export async function billingNow(flow: Pick<FlowBench, "clients">) {
  const lambda = await flow.clients.lambda();
  const FunctionName = "billing";
  const settings = await lambda
    .send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))
    .then(({ MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig }) => ({
      attempts: MaximumRetryAttempts,
      age: MaximumEventAgeInSeconds,
      success: DestinationConfig?.OnSuccess?.Destination,
      failure: DestinationConfig?.OnFailure?.Destination,
    }))
    .catch(() => undefined);
  const { RevisionId, CodeSha256 } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return { settings, revision: `${RevisionId} ${CodeSha256}` };
}

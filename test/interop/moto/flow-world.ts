// A project whose cloud is moto: lamp as a process on the way to it, and clients of our own that go to moto directly.
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, LambdaClient, PublishLayerVersionCommand } from "@aws-sdk/client-lambda";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { zipSync } from "fflate";
import { onTestFinished } from "vitest";
import { type Answer, type LampProject, project } from "../../cli/lamp.ts";
import { FILES } from "./flow-files.ts";
import type { MotoServer } from "./server.ts";
import { type Way, wayTo } from "./way.ts";

export const ACCOUNT = "123456789012";
const REGION = "us-east-1";
const KEYS = { accessKeyId: "moto", secretAccessKey: "moto" };

export interface FlowWorld {
  readonly made: LampProject;
  readonly way: Way;
  readonly scheduler: SchedulerClient;
  readonly lambda: LambdaClient;
  readonly iam: IAMClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  /** lamp with --json, which must end with the code. */
  json<Document = PlanDocument>(code: number, ...words: string[]): Promise<Document>;
  /** The same without --json. */
  lamp(code: number, ...words: string[]): Promise<Answer>;
  /** Each text of jobs.yaml by another. */
  edit(changes: Readonly<Record<string, string>>): void;
}

interface Step {
  readonly action: string;
  readonly kind: string;
  readonly name: string;
  readonly changes: readonly { readonly path: string; readonly from: unknown; readonly to: unknown }[];
  readonly status?: string;
}

/** What plan, sync and destroy print with --json, as far as it is looked at here. */
export interface PlanDocument {
  readonly actions: readonly Step[];
  readonly summary: Readonly<Record<"create" | "update" | "delete" | "unchanged", number>>;
  readonly drift: readonly Pick<Step, "kind" | "name">[];
  readonly orphans: readonly Pick<Step, "kind" | "name">[];
  readonly held: readonly unknown[];
  readonly apiCalls: number;
}

/** `update schedule daily-report: expression, input`, in the order of the alphabet. */
export const steps = ({ actions }: PlanDocument): string[] =>
  actions
    .map(({ action, kind, name, changes }) => {
      const paths = changes.map(({ path }) => path).join(", ");
      return `${action} ${kind} ${name}${paths === "" ? "" : `: ${paths}`}`;
    })
    .sort();

export const NOTHING = { create: 0, update: 0, delete: 0 };

/** What the file names and never makes is there: a function, a role, a queue, a layer, a parameter. */
export async function flowWorld(moto: MotoServer): Promise<FlowWorld> {
  await moto.reset();
  const way = await wayTo(moto.endpoint);
  const place = { endpoint: moto.endpoint, region: REGION, credentials: KEYS };
  const [scheduler, lambda, iam] = [new SchedulerClient(place), new LambdaClient(place), new IAMClient(place)];
  const [sqs, ssm] = [new SQSClient(place), new SSMClient(place)];
  await makeWhatIsNamed(iam, lambda, sqs, ssm);
  const variables = { AWS_ACCESS_KEY_ID: "moto", AWS_SECRET_ACCESS_KEY: "moto", LAMP_ENV: "moto" };
  const made = project(FILES(way.endpoint, REGION, ACCOUNT), variables);
  onTestFinished(async () => {
    for (const client of [scheduler, lambda, iam, sqs, ssm]) client.destroy();
    await way.close();
  });
  let file = FILES(way.endpoint, REGION, ACCOUNT)["jobs.yaml"] ?? "";
  const lamp = async (code: number, ...words: string[]) => {
    const answer = await made.lamp(...words);
    if (answer.code !== code) {
      throw new Error(`lamp ${words.join(" ")} ended with ${answer.code}, not ${code}:\n${answer.out}\n${answer.err}`);
    }
    return answer;
  };
  return {
    ...{ made, way, scheduler, lambda, iam, sqs, ssm, lamp },
    json: async <Document>(code: number, ...words: string[]) =>
      JSON.parse((await lamp(code, ...words, "--json")).out) as Document,
    edit(changes) {
      for (const [from, to] of Object.entries(changes)) {
        if (!file.includes(from)) throw new Error(`jobs.yaml does not say ${from}`);
        file = file.replace(from, to);
      }
      made.write("jobs.yaml", file);
    },
  };
}

async function makeWhatIsNamed(iam: IAMClient, lambda: LambdaClient, sqs: SQSClient, ssm: SSMClient): Promise<void> {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  await iam.send(new CreateRoleCommand({ RoleName: "theirs", AssumeRolePolicyDocument }));
  const anything = { Effect: "Allow", Action: ["logs:*", "dynamodb:*", "sqs:*"], Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [anything] });
  await iam.send(new PutRolePolicyCommand({ RoleName: "theirs", PolicyName: "all", PolicyDocument }));
  const zip = (name: string, text: string) => zipSync({ [name]: new TextEncoder().encode(text) });
  const Content = { ZipFile: zip("nodejs/tools.js", "module.exports = 1;") };
  await lambda.send(new PublishLayerVersionCommand({ LayerName: "tools", Content }));
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "billing",
      Role: `arn:aws:iam::${ACCOUNT}:role/theirs`,
      Runtime: "python3.13",
      Handler: "app.handler",
      Code: { ZipFile: zip("app.py", "def handler(event, context): pass\n") },
    }),
  );
  await sqs.send(new CreateQueueCommand({ QueueName: "their-letters" }));
  await ssm.send(new PutParameterCommand({ Name: "/acme/token", Type: "SecureString", Value: "first-token" }));
}

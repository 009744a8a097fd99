// An engine with a Lambda client, and packages made from source text, for the tests of this folder.
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { type Engine, type EngineOptions, startEngine } from "../../../src/engine/engine.ts";
import { FUNCTION_ROLE, makeFunctionRole } from "../function-role.ts";

export const credentials = { accessKeyId: "local", secretAccessKey: "local" };
export const role = FUNCTION_ROLE;

export const zipOf = (files: Readonly<Record<string, string>>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

export interface Bench {
  readonly engine: Engine;
  readonly lambda: LambdaClient;
  /** A function whose `index.mjs` is this text. */
  create(name: string, source: string, more?: Partial<CreateFunctionCommandInput>): Promise<void>;
  invoke(name: string, event?: unknown, more?: Partial<InvokeCommandInput>): Promise<Invoked>;
  close(): Promise<void>;
}

interface Invoked {
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly version: string | undefined;
  readonly log: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the handler answered
  readonly answer: any;
}

export async function openBench(options: Partial<EngineOptions> = {}): Promise<Bench> {
  const engine = await startEngine({ directory: ":memory:", ...options });
  await makeFunctionRole(engine.endpoint);
  const lambda = new LambdaClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  return {
    engine,
    lambda,
    async create(FunctionName, source, more = {}) {
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Role: role,
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Code: { ZipFile: zipOf({ "index.mjs": source }) },
          ...more,
        }),
      );
    },
    async invoke(FunctionName, event = {}, more = {}) {
      const Payload = JSON.stringify(event);
      const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload, ...more }));
      const text = answer.Payload?.transformToString() ?? "";
      return {
        status: answer.StatusCode,
        error: answer.FunctionError,
        version: answer.ExecutedVersion,
        log: Buffer.from(answer.LogResult ?? "", "base64").toString("utf8"),
        answer: text === "" ? undefined : JSON.parse(text),
      };
    },
    async close() {
      lambda.destroy();
      await engine.close();
    },
  };
}

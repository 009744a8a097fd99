// What fires already before lamp comes: functions, schedules and rules on a project's engine, made by the services' own clients.
import { join } from "node:path";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand, type Target } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { strToU8, zipSync } from "fflate";
import { type Engine, startEngine } from "../../src/engine/engine.ts";

const ACCOUNT = "000000000000";
export const functionArn = (name: string): string => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/caller`;
const ECHO = "export const handler = async (event) => event;\n";

export interface Fires {
  schedule(
    name: string,
    more?: Partial<CreateScheduleCommandInput>,
    target?: Partial<CreateScheduleCommandInput["Target"]>,
  ): Promise<void>;
  rule(name: string, expression: string, ...targets: readonly Partial<Target>[]): Promise<void>;
  close(): Promise<void>;
}

export interface FiredAlready extends Fires {
  readonly engine: Engine;
}

/** The engine of the project in this folder: closed, its store is what the project's commands start their own on. */
export async function firedAlready(folder: string, functions: readonly string[]): Promise<FiredAlready> {
  const engine = await startEngine({ directory: join(folder, ".lamp"), fire: false });
  const fires = await firesAt(engine.endpoint, functions);
  return {
    ...fires,
    engine,
    async close() {
      await fires.close();
      await engine.close();
    },
  };
}

/** On an engine that is there: functions of this code, and what makes schedules and rules for the first of them. */
export async function firesAt(endpoint: string, functions: readonly string[], code = ECHO): Promise<Fires> {
  const ZipFile = zipSync({ "index.mjs": strToU8(code) });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const place = { endpoint, region: "us-east-1", credentials };
  const [scheduler, events] = [new SchedulerClient(place), new EventBridgeClient(place)];
  const [iam, lambda] = [new IAMClient(place), new LambdaClient(place)];
  const document = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", ...statement } });
  const Principal = { Service: ["scheduler.amazonaws.com", "lambda.amazonaws.com"] };
  const AssumeRolePolicyDocument = document({ Principal, Action: "sts:AssumeRole" });
  await iam.send(new CreateRoleCommand({ RoleName: "caller", AssumeRolePolicyDocument }));
  const PolicyDocument = document({ Action: "*", Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: "caller", PolicyName: "all", PolicyDocument }));
  for (const FunctionName of functions) {
    const settings = { FunctionName, Role: ROLE, Runtime: "nodejs24.x", Handler: "index.handler" } as const;
    await lambda.send(new CreateFunctionCommand({ ...settings, Code: { ZipFile } }));
    const allowed = { Action: "lambda:InvokeFunction", Principal: "events.amazonaws.com" };
    await lambda.send(new AddPermissionCommand({ FunctionName, StatementId: "rules", ...allowed }));
  }
  await scheduler.send(new CreateScheduleGroupCommand({ Name: "reports" }));
  return {
    async schedule(name, more = {}, target = {}) {
      const base = { ScheduleExpression: "cron(0 6 * * ? *)", FlexibleTimeWindow: { Mode: "OFF" } } as const;
      const Target = { Arn: functionArn(functions[0] ?? ""), RoleArn: ROLE, Input: '{"from":"schedule"}', ...target };
      await scheduler.send(new CreateScheduleCommand({ Name: name, ...base, ...more, Target }));
    },
    async rule(name, ScheduleExpression, ...targets) {
      await events.send(new PutRuleCommand({ Name: name, ScheduleExpression }));
      const Targets = targets.map((more, index) => ({
        Id: `${index + 1}`,
        Arn: functionArn(functions[0] ?? ""),
        ...more,
      }));
      await events.send(new PutTargetsCommand({ Rule: name, Targets }));
    },
    async close() {
      for (const client of [scheduler, events, iam, lambda]) client.destroy();
    },
  };
}

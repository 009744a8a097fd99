// An engine with a role, and clients that sign as a session of that role.
import { CreateRoleCommand, DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { type Engine, type EngineOptions, startEngine } from "../../../src/engine/engine.ts";

const ROLE = "arn:aws:iam::000000000000:role/job";
export const SESSION = "arn:aws:sts::000000000000:assumed-role/job/run";

export interface Signing {
  readonly endpoint: string;
  readonly region: string;
  readonly maxAttempts: number;
  readonly forcePathStyle: boolean;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

export interface AccessBench {
  readonly engine: Engine;
  /** The account's owner. */
  readonly owner: Signing;
  /** A session of the role, which may nothing until it is allowed. */
  readonly role: Signing;
  /** The role's one policy; none takes it away. */
  allow(...statements: readonly object[]): Promise<void>;
  close(): Promise<void>;
}

export const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

export async function openAccessBench(options: Partial<EngineOptions> = {}): Promise<AccessBench> {
  const engine = await startEngine({ directory: ":memory:", ...options });
  const place = { endpoint: engine.endpoint, region: "us-east-1", maxAttempts: 1, forcePathStyle: true };
  const owner = { ...place, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const iam = new IAMClient(owner);
  const sts = new STSClient(owner);
  const trusted = {
    AWS: "arn:aws:iam::000000000000:root",
    Service: ["lambda.amazonaws.com", "scheduler.amazonaws.com"],
  };
  const trust = policy({ Effect: "Allow", Principal: trusted, Action: "sts:AssumeRole" });
  await iam.send(new CreateRoleCommand({ RoleName: "job", AssumeRolePolicyDocument: trust }));
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "run" }));
  sts.destroy();
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  const of = { RoleName: "job", PolicyName: "own" };
  return {
    engine,
    owner,
    role: { ...place, credentials },
    async allow(...statements) {
      if (statements.length > 0) {
        await iam.send(new PutRolePolicyCommand({ ...of, PolicyDocument: policy(...statements) }));
      } else await iam.send(new DeleteRolePolicyCommand(of));
    },
    async close() {
      iam.destroy();
      await engine.close();
    },
  };
}

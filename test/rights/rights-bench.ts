// A project on an engine that enforces permissions, and lamp run in this process: by the account's owner, or under a role
// that has the policy of `lamp iam` and no more.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { onTestFinished } from "vitest";
import { type Clients, createClients } from "../../src/aws/clients.ts";
import type { PolicyDocument } from "../../src/desired/resource.ts";
import { startEngine } from "../../src/engine/engine.ts";
import { type InProcessAnswer, lampInProcess } from "../cli/in-process.ts";

export interface RightsBench {
  /** As the account's owner. */
  readonly clients: Clients;
  readonly endpoint: string;
  readonly folder: string;
  close(): Promise<void>;
  /** Until nothing is invoked any more. */
  settle(): Promise<void>;
  write(path: string, text: string): void;
  /** As the account's owner, who may do everything. */
  owner(...words: string[]): Promise<InProcessAnswer>;
  /** Under the role. */
  role(...words: string[]): Promise<InProcessAnswer>;
  /** All that the role may do. */
  grant(policy: PolicyDocument): Promise<void>;
}

const ACCOUNT = "000000000000";
const OWNER = { AWS_ACCESS_KEY_ID: "owner", AWS_SECRET_ACCESS_KEY: "owner" };

export const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "lamp-rights-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
};

/** A bench just like one that was closed. */
export async function openCopy(of: string): Promise<RightsBench> {
  const folder = newFolder();
  cpSync(of, folder, { recursive: true });
  return openRights({}, folder);
}

export async function openRights(
  files: Readonly<Record<string, string>>,
  folder: string = newFolder(),
): Promise<RightsBench> {
  const engine = await startEngine({ directory: join(folder, "engine") });
  const clients = createClients({ region: "us-east-1", endpoint: engine.endpoint, embedded: true });
  const close = async () => {
    clients.close();
    await engine.close();
  };
  onTestFinished(close);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const config = `region: us-east-1\naccount: "${ACCOUNT}"\nendpoint: ${engine.endpoint}\n`;
  for (const [path, text] of Object.entries({ "config/test.yaml": config, ...files })) write(path, text);
  const session = await sessionOf(clients);
  const iam = await clients.iam();
  return {
    clients,
    endpoint: engine.endpoint,
    folder,
    close,
    settle: () => engine.settle(),
    write,
    owner: (...words) => lamp(folder, OWNER, words),
    role: (...words) => lamp(folder, session, words),
    async grant(policy) {
      const PolicyDocument = JSON.stringify(policy);
      await iam.send(new PutRolePolicyCommand({ RoleName: "syncer", PolicyName: "lamp", PolicyDocument }));
    },
  };
}

async function sessionOf(clients: Clients): Promise<Record<string, string>> {
  const [iam, sts] = await Promise.all([clients.iam(), clients.sts()]);
  const trusted = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  const Statement = [{ Effect: "Allow", Principal: trusted, Action: "sts:AssumeRole" }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const made = iam.send(new CreateRoleCommand({ RoleName: "syncer", AssumeRolePolicyDocument }));
  await made.catch((error: { awsCode?: string }) => {
    if (!error.awsCode?.startsWith("EntityAlreadyExists")) throw error;
  });
  const assume = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/syncer`, RoleSessionName: "ci" };
  const { Credentials } = await sts.send(new AssumeRoleCommand(assume));
  return {
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? "",
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? "",
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? "",
  };
}

async function lamp(cwd: string, keys: Record<string, string>, words: readonly string[]): Promise<InProcessAnswer> {
  // The SDK looks for credentials in the process's own variables.
  const before = { ...process.env };
  delete process.env["AWS_SESSION_TOKEN"];
  Object.assign(process.env, keys);
  try {
    return await lampInProcess(cwd, words, { LAMP_ENV: "test", ...keys });
  } finally {
    process.env = before;
  }
}

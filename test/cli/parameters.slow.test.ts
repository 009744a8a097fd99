// ${ssm:…}: read when something is planned or run, given to the handler, and shown nowhere.
import { join } from "node:path";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { startEngine } from "../../src/engine/engine.ts";
import { project } from "./lamp.ts";

const placeholder = (name: string) => `\${ssm:${name}}`;
const FILE = `app: acme
jobs:
  call:
    schedule: "0 6 * * *"
    handler: jobs/call.ts
    input: {url: "https://example.com/?key=${placeholder("/shop/key")}", day: 1}
    environment: {TOKEN: "${placeholder("/shop/token:1")}"}
`;
const HANDLER = `import { createHash } from "node:crypto";
import { job } from "lamplighter";
const of = (text) => createHash("sha256").update(text).digest("hex").slice(0, 8);
export default job((input) => [of(input.url), of(process.env.TOKEN), input.day]);
`;
const [KEY, TOKEN] = ['say "hush"\\n', "s3cret-tokn"];

async function put(folder: string): Promise<void> {
  const engine = await startEngine({ directory: join(folder, ".lamp"), fire: false });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const ssm = new SSMClient({ endpoint: engine.endpoint, region: "us-east-1", credentials });
  for (const [Name, Value] of [
    ["/shop/key", KEY],
    ["/shop/token", TOKEN],
  ]) {
    await ssm.send(new PutParameterCommand({ Name, Value, Type: "SecureString" }));
  }
  ssm.destroy();
  await engine.close();
}

test("a parameter's value reaches the handler, and no screen", { timeout: 60_000 }, async () => {
  const { folder, lamp } = project({ "jobs.yaml": FILE, "jobs/call.ts": HANDLER });
  expect((await lamp("validate")).code).toBe(0);
  const missing = await lamp("sync");
  expect(missing.code).toBe(5);
  expect(missing.err).toMatch(
    /jobs\.yaml:6:18.*there is no parameter \/shop\/key in us-east-1 of the local engine; make it/s,
  );
  expect(missing.err).toMatch(/jobs\.yaml:7:26.*there is no parameter \/shop\/token:1/s);
  await put(folder);
  const seen: string[] = [];
  const say = async (...words: string[]) => {
    const { code, out, err } = await lamp(...words);
    seen.push(out, err);
    expect([words, code]).toEqual([words, 0]);
    return out;
  };
  await say("plan", "--json");
  await say("sync", "--json");
  await say("plan", "--exit-code");
  const { run } = JSON.parse(await say("run", "call", "--wait", "--json"));
  const { createHash } = await import("node:crypto");
  const of = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 8);
  expect(run.result).toEqual([of(`https://example.com/?key=${KEY}`), of(TOKEN), 1]);
  expect(run.input).toEqual({ url: "(hidden)", day: 1 });
  await say("show", run.id);
  await say("history", "--json");
  await say("logs", "call");
  expect(seen.join("\n")).not.toMatch(/hush|s3cret-tokn/);
});

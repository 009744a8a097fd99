// CreateSchedule per second through the SDK against moto and ministack (P10): `npm run bench -- create-schedule [--json]`.
// Each server is a process of its own and answers the same client; ours alone has each schedule on disk before it answers.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { freePort } from "./measure/free-port.ts";
import { inTurn } from "./measure/in-turn.ts";
import { median, spreadOf } from "./measure/median.ts";
import { ended, quietVariables } from "./measure/own-process.ts";
import { pythonPeers, scratch } from "./measure/peers.ts";
import { type BenchRow, report } from "./measure/report.ts";

const ROUNDS = 7;
const CALLS = 400;
const ROLE = "arn:aws:iam::000000000000:role/scheduler";

interface Server {
  readonly process: ChildProcess;
  readonly client: SchedulerClient;
  readonly iam: IAMClient;
  made: number;
}

const { folder, remove } = scratch();
const bin = pythonPeers(["moto[server]>=5.2", "ministack>=1.5"]);

function clientsOf(endpoint: string) {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const place = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  return { client: new SchedulerClient(place), iam: new IAMClient(place) };
}

async function startOurs(): Promise<Server> {
  const script = fileURLToPath(new URL("./firing/serve.ts", import.meta.url));
  const process = spawn(globalThis.process.execPath, [script, join(folder, "engine")], {
    env: quietVariables(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(process.stdout, "data")) as [Buffer];
  return { process, ...clientsOf(String(line).trim()), made: 0 };
}

async function startPeer(command: string, args: readonly string[], port: number): Promise<Server> {
  const env = { ...quietVariables(), GATEWAY_PORT: String(port) };
  const process = spawn(join(bin, command), args, { env, cwd: folder, stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries++) {
    const answers = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answers) return { process, ...clientsOf(endpoint), made: 0 };
    if (process.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${command} does not answer on port ${port}`);
}

/** The role that the engine, as AWS, demands; the peers do not look at it. */
async function makeRole({ iam }: Server): Promise<void> {
  const statement = { Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await iam.send(new CreateRoleCommand({ RoleName: "scheduler", AssumeRolePolicyDocument }));
}

function nextSchedule(server: Server): CreateScheduleCommand {
  const name = `job-${server.made++}`;
  return new CreateScheduleCommand({
    Name: name,
    ScheduleExpression: "cron(30 2 ? * MON-FRI *)",
    ScheduleExpressionTimezone: "Europe/Berlin",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn: "arn:aws:lambda:us-east-1:000000000000:function:job",
      RoleArn: ROLE,
      Input: JSON.stringify({ lamplighter: 1, job: name, due: "<aws.scheduler.scheduled-time>", input: {} }),
      RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3_600 },
    },
  });
}

/** Calls a second, so many being under way at a time. */
async function createMany(server: Server, parallel: number): Promise<number> {
  let left = CALLS;
  const began = performance.now();
  const worker = async () => {
    while (left-- > 0) await server.client.send(nextSchedule(server));
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return (CALLS / (performance.now() - began)) * 1_000;
}

async function measure(servers: Readonly<Record<string, Server>>, parallel: number): Promise<BenchRow> {
  const rivals = Object.entries(servers).map(([name, server]) => [name, () => createMany(server, parallel)] as const);
  const { ours = [], ...others } = await inTurn(ROUNDS, Object.fromEntries(rivals));
  const peers = Object.fromEntries(Object.entries(others).map(([name, all]) => [name, median(all)]));
  const figure = median(ours);
  return {
    name: `CreateSchedule, ${parallel === 1 ? "one after another" : `${parallel} at a time`}`,
    ...{ unit: "per second", figure, spread: spreadOf(ours), peers },
    goal: "≥ 2 × the faster peer",
    met: figure >= 2 * Math.max(...Object.values(peers)),
  };
}

const running: Server[] = [];
try {
  const ours = await startOurs();
  running.push(ours);
  await makeRole(ours);
  const [motoPort, ministackPort] = [await freePort(), await freePort()];
  const moto = await startPeer("moto_server", ["-H", "127.0.0.1", "-p", String(motoPort)], motoPort);
  running.push(moto);
  const ministack = await startPeer("ministack", [], ministackPort);
  running.push(ministack);
  const servers = { ours, moto, ministack };
  // Once for what happens at a first call only.
  for (const server of running) await createMany(server, 10);
  report([await measure(servers, 1), await measure(servers, 10)]);
} finally {
  for (const { process, client, iam } of running) {
    client.destroy();
    iam.destroy();
    const gone = ended(process);
    process.kill();
    await gone;
  }
  remove();
}

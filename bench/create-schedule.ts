// CreateSchedule per second through the SDK against moto, ministack and a server that does nothing (P10): `npm run bench -- create-schedule [--json]`.
// Each server is a process of its own and answers the same client; ours alone has each schedule on disk before it answers.
import { join } from "node:path";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { callRates, type Rival, rowsOf } from "./measure/call-rates.ts";
import { freePort } from "./measure/free-port.ts";
import { pythonPeers, scratch } from "./measure/peers.ts";
import { type BenchRow, report } from "./measure/report.ts";
import { OWN, type Server, startOwn, startPeer } from "./servers/start.ts";

const ROUNDS = 7;
const CALLS = 400;
/** Answers without doing anything: what the client itself can reach. */
const CEILING = "empty server";
const ROLE = "arn:aws:iam::000000000000:role/scheduler";

interface Client {
  readonly server: Server;
  readonly scheduler: SchedulerClient;
  readonly iam: IAMClient;
  made: number;
}

const { folder, remove } = scratch();
const bin = pythonPeers(["moto[server]>=5.2", "ministack>=1.5"]);

function clientOf(server: Server): Client {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const place = { endpoint: server.endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  return { server, scheduler: new SchedulerClient(place), iam: new IAMClient(place), made: 0 };
}

async function startPython(command: string, argsOf: (port: string) => readonly string[]): Promise<Server> {
  const port = String(await freePort());
  const variables = { GATEWAY_PORT: port };
  return startPeer(join(bin, command), argsOf(port), `http://127.0.0.1:${port}`, { folder, variables });
}

/** The role that the engine, as AWS, demands; the peers do not look at it. */
async function makeRole({ iam }: Client): Promise<void> {
  const statement = { Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await iam.send(new CreateRoleCommand({ RoleName: "scheduler", AssumeRolePolicyDocument }));
}

function nextSchedule(client: Client): CreateScheduleCommand {
  const name = `job-${client.made++}`;
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

async function createMany(client: Client, parallel: number): Promise<void> {
  let left = CALLS;
  const worker = async () => {
    while (left-- > 0) await client.scheduler.send(nextSchedule(client));
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

async function measure(clients: ReadonlyMap<string, Client>, parallel: number): Promise<BenchRow[]> {
  const rivals = [...clients].map(([name, client]): [string, Rival] => [
    name,
    { run: () => createMany(client, parallel), cpuTime: () => client.server.cpuTime() },
  ]);
  const rates = await callRates(ROUNDS, CALLS, new Map(rivals));
  const [row, cpu] = rowsOf(`CreateSchedule, ${parallel === 1 ? "one after another" : `${parallel} at a time`}`, rates);
  const peers = Object.entries(row.peers).flatMap(([name, figure]) => (name === CEILING ? [] : [figure]));
  const ceiling = row.peers[CEILING] ?? Number.NaN;
  return [
    {
      ...row,
      goal: `≥ 2 × the faster peer (${Math.round((row.figure / ceiling) * 100)} % of what the client can ask of a server that does nothing)`,
      met: row.figure >= 2 * Math.max(...peers),
    },
    cpu,
  ];
}

const clients = new Map<string, Client>();
try {
  const ours = clientOf(await startOwn(OWN.firing, [join(folder, "engine")]));
  clients.set("ours", ours);
  await makeRole(ours);
  clients.set(CEILING, clientOf(await startOwn(OWN.empty)));
  clients.set("moto", clientOf(await startPython("moto_server", (port) => ["-H", "127.0.0.1", "-p", port])));
  clients.set("ministack", clientOf(await startPython("ministack", () => [])));
  // Once for what happens at a first call only.
  for (const client of clients.values()) await createMany(client, 10);
  report([...(await measure(clients, 1)), ...(await measure(clients, 10))]);
} finally {
  for (const { server, scheduler, iam } of clients.values()) {
    scheduler.destroy();
    iam.destroy();
    await server.stop();
  }
  remove();
}

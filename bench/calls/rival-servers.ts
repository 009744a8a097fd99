// The servers that answer the same data calls: ours on disk, an empty one, and the peers as they come.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../measure/free-port.ts";
import { awsPeer, hasProgram, pythonPeers } from "../measure/peers.ts";
import { OWN, type Server, startOwn, startPeer } from "../servers/start.ts";

export interface RivalServer extends Server {
  readonly sqs: boolean;
}

/** The empty server that writes what it is sent to the disk before it answers: nothing durable is faster. */
export const DURABLE = "empty server, durable";

const PYTHON = ["ministack==1.5.33", "hypercorn==0.18.0"];

/** Everything the servers need, so that they start without the network afterwards. */
export function installPeers() {
  return {
    python: pythonPeers(PYTHON),
    node: awsPeer("node_modules"),
    java: hasProgram("java", "openjdk-17-jre-headless"),
  };
}

/** `alone`: nobody outside of this run can reach what a server opens. Only then those start that listen everywhere. */
export async function rivalServers(folder: string, alone: boolean): Promise<ReadonlyMap<string, RivalServer>> {
  const { python, node, java } = installPeers();
  const servers = new Map<string, RivalServer>();
  servers.set("ours", { ...(await startOwn(OWN.engine, [join(folder, "engine")])), sqs: true });
  servers.set("empty server", { ...(await startOwn(OWN.empty)), sqs: true });
  servers.set(DURABLE, { ...(await startOwn(OWN.empty, [join(folder, "durable")])), sqs: true });
  servers.set("dynalite (in memory)", { ...(await dynalite(node)), sqs: false });
  servers.set("ministack (in memory)", { ...(await ministack(python)), sqs: true });
  if (alone && java) servers.set("DynamoDB Local", { ...(await dynamodbLocal(node, folder)), sqs: false });
  return servers;
}

async function dynalite(packages: string): Promise<Server> {
  const port = String(await freePort());
  const script = join(packages, "dynalite/cli.js");
  const args = [script, "--host", "127.0.0.1", "--port", port, "--createTableMs", "0"];
  return startPeer(process.execPath, args, `http://127.0.0.1:${port}`);
}

async function ministack(programs: string): Promise<Server> {
  const port = String(await freePort());
  const variables = {
    ...{ GATEWAY_PORT: port, BIND_HOST: "127.0.0.1", MINISTACK_HOST: "127.0.0.1", LOG_LEVEL: "ERROR" },
    // Without these it opens ports of its own on every address.
    ...{ IOT_MTLS_ENABLED: "0", SFTP_ENABLED: "0" },
  };
  return startPeer(join(programs, "ministack"), [], `http://127.0.0.1:${port}`, { variables });
}

async function dynamodbLocal(packages: string, folder: string): Promise<Server> {
  const home = join(packages, "amplify-dynamodb-simulator/emulator");
  const dbPath = join(folder, "dynamodb-local");
  mkdirSync(dbPath);
  const port = String(await freePort());
  const jar = [`-Djava.library.path=${join(home, "DynamoDBLocal_lib")}`, "-jar", join(home, "DynamoDBLocal.jar")];
  const args = [...jar, "-port", port, "-disableTelemetry", "-dbPath", dbPath];
  // It leaves a note of its own in the folder it is started in.
  return startPeer("java", args, `http://127.0.0.1:${port}`, { folder });
}

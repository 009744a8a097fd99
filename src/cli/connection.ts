// The cloud a command talks to: AWS, another endpoint, the engine of a running `lamp dev`, or one started for the command.
import { type Clients, createClients } from "../aws/clients.ts";
import { createDynamo } from "../aws/dynamo.ts";
import { sleep, systemClock } from "../core/clock.ts";
import { systemRandom } from "../core/random.ts";
import { ledgerTableName } from "../desired/names.ts";
import type { Engine } from "../engine/engine.ts";
import type { Dynamo } from "../ledger/dynamo.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Environment } from "../manifest/model.ts";
import type { CommandLine } from "./command.ts";
import { findEngine } from "./engine-address.ts";
import { engineHealth } from "./engine-health.ts";
import { CommandFailed, NotSynced, UsageError } from "./errors.ts";
import type { Project } from "./project.ts";
import { VERSION } from "./version.ts";

export interface Connection {
  readonly clients: Clients;
  readonly ledger: Ledger;
  /** The ledger for reading: where nothing was synced yet it is empty, which is no error. */
  readonly readableLedger: Ledger;
  /** It is this project's own engine, whether running already or started for this command. */
  readonly embedded: boolean;
  /** The engine was started for this command and ends with it: what it should still do, it must do before. */
  readonly ownEngine: boolean;
  /** Stops the engine that was started for this command, if any, after what it has begun. */
  close(): Promise<void>;
}

/** `running`: where this very process has the project's engine, which then need not be looked for. */
export async function connect(project: Project, line: CommandLine, running?: string): Promise<Connection> {
  const { environment, app } = project.model;
  const named = line.options.text("endpoint") ?? environment.endpoint;
  if (named !== undefined && named !== "embedded" && !URL.canParse(named)) {
    throw new UsageError(`--endpoint: expected an address like http://127.0.0.1:4700, got "${named}"`);
  }
  const engine = named === "embedded" ? await embeddedEngine(project, running) : undefined;
  if (onThisMachine(named)) await refuseOtherRegion(named, environment);
  const clients = createClients({
    region: environment.region,
    endpoint: engine ? engine.endpoint : named,
    profile: environment.profile,
    embedded: engine !== undefined || needsNoCredentials(named, project, line),
  });
  const table = ledgerTableName(app, environment.name);
  const dynamo = engine ? await engineDynamo(engine.endpoint, environment.region) : createDynamo(clients);
  return {
    clients,
    ledger: { dynamo: toldWhereMissing(dynamo, environment, table), table, clock: systemClock },
    readableLedger: { dynamo: emptyWhereMissing(dynamo), table, clock: systemClock },
    embedded: engine !== undefined,
    ownEngine: engine?.own === true,
    async close() {
      clients.close();
      await engine?.close();
    },
  };
}

function onThisMachine(endpoint: string | undefined): endpoint is string {
  const host = endpoint === undefined ? undefined : URL.parse(endpoint)?.hostname;
  return host !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(host);
}

/** An engine of ours makes every ARN in its one region: roles bound to another would never be assumed. */
async function refuseOtherRegion(endpoint: string, environment: Environment): Promise<void> {
  // undefined: another emulator, a proxy, or nothing, which the first call will say.
  const region = (await engineHealth(endpoint))?.region;
  if (region === undefined || region === environment.region) return;
  throw new CommandFailed(
    `The engine at ${endpoint} is in region ${region}, environment ${environment.name} says ${environment.region}: make them the same`,
  );
}

/** An emulator on this machine takes any key; a person's own are sent there only when they say which. */
function needsNoCredentials(endpoint: string | undefined, { model }: Project, { terminal }: CommandLine): boolean {
  if (!onThisMachine(endpoint)) return false;
  const { name, profile } = model.environment;
  const named = profile ?? terminal.variables["AWS_PROFILE"] ?? terminal.variables["AWS_ACCESS_KEY_ID"];
  return name === "local" || named === undefined;
}

/** The functions' own door to the ledger: most commands need no other service, and are spared the SDK's start. */
async function engineDynamo(endpoint: string, region: string): Promise<Dynamo> {
  const [{ createSignedDynamo }, { createPost }] = await Promise.all([
    import("../runtime/dynamo/signed-dynamo.ts"),
    import("../runtime/dynamo/http-post.ts"),
  ]);
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: "lamplighter",
    AWS_SECRET_ACCESS_KEY: "lamplighter",
  };
  return createSignedDynamo({ clock: systemClock, random: systemRandom, post: createPost(), environment });
}

/** DynamoDB answers calls on a table that does not exist with ResourceNotFoundException (DynamoDB API, Query, PutItem). */
const isMissing = (error: unknown): boolean => (error as { awsCode?: string }).awsCode === "ResourceNotFoundException";

function emptyWhereMissing(dynamo: Dynamo): Dynamo {
  return {
    async send(operation, input) {
      try {
        return await dynamo.send(operation, input);
      } catch (error) {
        if (isMissing(error) && (operation === "Query" || operation === "GetItem")) return {};
        throw error;
      }
    },
  };
}

function toldWhereMissing(dynamo: Dynamo, { name }: Environment, table: string): Dynamo {
  return {
    async send(operation, input) {
      try {
        return await dynamo.send(operation, input);
      } catch (error) {
        throw isMissing(error) ? new NotSynced(name, table, error) : error;
      }
    },
  };
}

/** How long a command waits for another short-lived command that holds the store. */
const STORE_WAIT_MS = 15_000;
const STORE_POLL_MS = 50;

interface EmbeddedEngine {
  readonly endpoint: string;
  readonly own: boolean;
  close(): Promise<void>;
}

const engineAt = (endpoint: string): EmbeddedEngine => ({ endpoint, own: false, close: async () => {} });

async function embeddedEngine(project: Project, known: string | undefined): Promise<EmbeddedEngine> {
  if (known !== undefined) return engineAt(known);
  const deadline = systemClock.now() + STORE_WAIT_MS;
  for (;;) {
    const running = await findEngine(project.stateDirectory);
    if (running) return engineAt(running.endpoint);
    try {
      const engine = await startForCommand(project);
      return { endpoint: engine.endpoint, own: true, close: () => engine.close() };
    } catch (error) {
      const locked = (error as { code?: string }).code === "store-locked";
      if (!locked || systemClock.now() > deadline) throw error;
      await sleep(systemClock, STORE_POLL_MS);
    }
  }
}

async function startForCommand(project: Project): Promise<Engine> {
  const [{ startEngine }, { bootstrapPath }] = await Promise.all([
    import("../engine/engine.ts"),
    import("./assets.ts"),
  ]);
  return startEngine({
    directory: project.stateDirectory,
    region: project.model.environment.region,
    enforcePermissions: project.model.environment.enforcePermissions,
    bootstrapPath: bootstrapPath(),
    version: VERSION,
    fire: false,
  });
}

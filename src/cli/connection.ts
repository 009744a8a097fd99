// The cloud a command talks to: AWS, another endpoint, the engine of a running `lamp dev`, or one started for the command.
import { setTimeout as wait } from "node:timers/promises";
import type { Clients } from "../aws/clients.ts";
import { createClients } from "../aws/clients.ts";
import { createDynamo } from "../aws/dynamo.ts";
import { systemClock } from "../core/clock.ts";
import type { Engine } from "../engine/engine.ts";
import type { Dynamo } from "../ledger/dynamo.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { CommandLine } from "./command.ts";
import { findEngine } from "./engine-address.ts";
import type { Project } from "./project.ts";

export interface Connection {
  readonly clients: Clients;
  readonly ledger: Ledger;
  /** Stops the engine that was started for this command, if any, after what it has begun. */
  close(): Promise<void>;
}

export async function connect(project: Project, line: CommandLine): Promise<Connection> {
  const { environment, app } = project.model;
  const named = line.options.text("endpoint") ?? environment.endpoint;
  const engine = named === "embedded" ? await embeddedEngine(project) : undefined;
  const clients = createClients({
    region: environment.region,
    endpoint: engine ? engine.endpoint : named,
    profile: environment.profile,
    embedded: engine !== undefined,
  });
  const dynamo: Dynamo = createDynamo(clients);
  return {
    clients,
    ledger: new Ledger(dynamo, `${app}-${environment.name}-ledger`),
    async close() {
      clients.close();
      await engine?.close();
    },
  };
}

/** How long a command waits for another short-lived command that holds the store. */
const STORE_WAIT_MS = 15_000;

async function embeddedEngine(project: Project): Promise<{ endpoint: string; close(): Promise<void> }> {
  const deadline = systemClock.now() + STORE_WAIT_MS;
  for (;;) {
    const running = await findEngine(project.stateDirectory);
    if (running) return { endpoint: running.endpoint, close: async () => {} };
    try {
      return await startForCommand(project);
    } catch (error) {
      const locked = (error as { code?: string }).code === "store-locked";
      if (!locked || systemClock.now() > deadline) throw error;
      await wait(50);
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
    bootstrapPath: bootstrapPath(),
    fire: false,
  });
}

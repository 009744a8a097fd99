// An account on an engine without disk or port, and commands that sync a project there as `lamp sync` does.
import { createCloud } from "../../../src/aws/cloud.ts";
import { createDynamo } from "../../../src/aws/dynamo.ts";
import { type CommandLine, Options } from "../../../src/cli/command.ts";
import type { Connection } from "../../../src/cli/connection.ts";
import { EnvironmentLocked } from "../../../src/cli/errors.ts";
import { holdsOf } from "../../../src/cli/holds.ts";
import { lookAtCloud } from "../../../src/cli/look-at-cloud.ts";
import type { Reconciliation } from "../../../src/cli/reconcile.ts";
import { apply } from "../../../src/cli/sync-project.ts";
import { withSyncLock } from "../../../src/cli/with-sync-lock.ts";
import { silentLog } from "../../../src/core/log.ts";
import { systemRandom } from "../../../src/core/random.ts";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { desiredResources } from "../../../src/desired/desired-resources.ts";
import { groupJobs } from "../../../src/desired/group-jobs.ts";
import { NO_HOLDS } from "../../../src/desired/with-holds.ts";
import { type DirectEngine, openDirectEngine } from "../../../src/engine/direct-engine.ts";
import type { Dynamo } from "../../../src/ledger/dynamo.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { directClients, type Send } from "./direct-clients.ts";
import { hurriedClock } from "./hurried-clock.ts";
import type { Version } from "./projects.ts";

export type SyncEnd =
  | { readonly kind: "done"; readonly actions: number }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "locked" };

export interface World {
  readonly engine: DirectEngine;
  readonly clock: VirtualClock;
  sync(version: Version, send: Send, by?: string): Promise<SyncEnd>;
  close(): Promise<void>;
}

/** Long after the jobs of today were due, long before those of tomorrow. */
const START = Date.parse("2027-03-01T08:00:00Z");
const TABLE = "acme-local-ledger";
const NEVER = new AbortController().signal;

export function openWorld(): World {
  const clock = new VirtualClock(START);
  const host = {
    room: 1,
    busyOf: () => 0,
    invoke: () => Promise.reject(new Error("nothing runs here")),
    retire() {},
    close() {},
  };
  const place = { region: "us-east-1", account: "000000000000", log: silentLog };
  const engine = openDirectEngine({
    clock,
    lambdaClock: clock,
    random: systemRandom,
    ...place,
    host,
    between: (one) => one,
  });
  return {
    engine,
    clock,
    async sync(version, send, by = "tester") {
      const line = lineOf(by);
      const connection = connectionOf(send, clock);
      try {
        return await withSyncLock(connection, line, { what: "lamp sync", patienceMs: 0 }, async (locked, gate) => {
          const made = await reconciled(version, locked);
          const results = await apply(made, locked, line, gate);
          const bad = results.find(({ status }) => status !== "done");
          if (!bad) return { kind: "done", actions: results.length };
          return { kind: "failed", why: `${bad.action.action} ${bad.action.kind} ${bad.action.name}: ${bad.error}` };
        });
      } catch (error) {
        if (error instanceof EnvironmentLocked) return { kind: "locked" };
        return { kind: "failed", why: String(error) };
      } finally {
        connection.clients.close();
      }
    },
    close: () => engine.close(),
  };
}

const CHOICE = { prune: true, allowManyDeletes: true };

/** What `lamp sync` does between its files and its plan, with code that is bundled already. */
async function reconciled({ project, codeOf }: Version, connection: Connection): Promise<Reconciliation> {
  const { model } = project;
  const { clients, ledger } = connection;
  const look = await lookAtCloud(model, connection, true);
  const groups = groupJobs(model);
  const code = new Map(groups.map(({ name, handler }) => [name, codeOf(handler).code]));
  const hashes = new Map(groups.map(({ handler }) => [handler, codeOf(handler).codeSha256]));
  const { resources: desired, functionOf } = desiredResources(model, look.place, hashes, ledger.clock.now());
  const seen = await look.read(desired);
  const hasLedger = seen.actual.some(({ resource, owned }) => resource.kind === "table" && owned);
  const plan = makePlan({
    environment: model.environment.name,
    desired,
    actual: seen.actual,
    functionOf,
    lastSynced: hasLedger ? look.state.record?.desiredFingerprint : undefined,
    holds: hasLedger ? await holdsOf(ledger, { ...look.state, jobs: model.jobs }, desired, seen.actual) : NO_HOLDS,
    ...CHOICE,
  });
  const cloud = createCloud({ clients, clock: ledger.clock });
  const known = { jobs: model.jobs, state: look.state, unrecorded: new Set<string>() };
  return {
    ...known,
    plan,
    cloud,
    seen,
    wanted: desired,
    variants: look.variants,
    hasLedger,
    code,
    failures: [],
    inputs: [],
  };
}

function connectionOf(send: Send, base: VirtualClock): Connection {
  const clock = hurriedClock(base);
  const clients = directClients(send);
  const dynamo = createDynamo(clients);
  const emptyWhereMissing: Dynamo = {
    async send(operation, input) {
      try {
        return await dynamo.send(operation, input);
      } catch (error) {
        if ((error as { awsCode?: string }).awsCode === "ResourceNotFoundException") return {};
        throw error;
      }
    },
  };
  return {
    clients,
    ledger: { dynamo, table: TABLE, clock },
    readableLedger: { dynamo: emptyWhereMissing, table: TABLE, clock },
    embedded: false,
    ownEngine: false,
    close: async () => clients.close(),
  };
}

function lineOf(by: string): CommandLine {
  const silent = () => {};
  const plain = (_style: unknown, text: string) => text;
  return {
    positional: [],
    options: new Options({ json: true }),
    terminal: {
      cwd: "/acme",
      variables: { LAMP_BY: by },
      interactive: false,
      columns: 80,
      interrupted: NEVER,
      out: silent,
      note: silent,
      status: silent,
      style: plain,
      styleNote: plain,
    },
  };
}

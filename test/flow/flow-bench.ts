// From jobs.yaml to the history on an engine whose clock is moved: the whole path, with nothing in between replaced.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import { type Clients, createClients } from "../../src/aws/clients.ts";
import { createCloud } from "../../src/aws/cloud.ts";
import { createDynamo } from "../../src/aws/dynamo.ts";
import { bundleHandlers } from "../../src/bundle/bundle-handlers.ts";
import { bundleOwn } from "../../src/bundle/bundle-own.ts";
import { firedElsewhere } from "../../src/cli/fired-elsewhere.ts";
import { holdsOf } from "../../src/cli/holds.ts";
import { beginRenames, endRenames } from "../../src/cli/move-jobs.ts";
import { readHistory } from "../../src/cli/read-history.ts";
import { recordScheduleRevision } from "../../src/cli/record-schedule-revision.ts";
import { beginRecordings, endRecordings } from "../../src/cli/remember-recorded.ts";
import { systemClock } from "../../src/core/clock.ts";
import { silentLog } from "../../src/core/log.ts";
import { VirtualClock } from "../../src/core/virtual-clock.ts";
import { desiredResources, RECORDER_CODE, WATCH_CODE } from "../../src/desired/desired-resources.ts";
import { groupJobs } from "../../src/desired/group-jobs.ts";
import { recorderFunctionName, watchFunctionName } from "../../src/desired/names.ts";
import { NO_HOLDS, withJobHolds } from "../../src/desired/with-holds.ts";
import { type Engine, startEngine } from "../../src/engine/engine.ts";
import type { Run } from "../../src/history/run.ts";
import type { Pause } from "../../src/ledger/items/pause-item.ts";
import type { Rename } from "../../src/ledger/items/rename-item.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { readPauses } from "../../src/ledger/reads/pauses.ts";
import { readRenames } from "../../src/ledger/reads/renames.ts";
import { readSyncState } from "../../src/ledger/reads/sync-state.ts";
import { isTold, recordsRuns } from "../../src/manifest/code.ts";
import { loadModel } from "../../src/manifest/load-model.ts";
import type { Model } from "../../src/manifest/model.ts";
import { makePlan } from "../../src/plan/make-plan.ts";

export interface FlowBench {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly clients: Clients;
  readonly ledger: Ledger;
  /** What the engine had to say. */
  readonly warnings: readonly string[];
  readonly model: Model;
  /** Stopped before its nth change where one is given: true when that came. The file may be another from now on; the watcher
   * goes along where it is asked for. */
  sync(options?: {
    readonly manifest?: string;
    readonly stopBefore?: number;
    readonly watch?: boolean;
    readonly prune?: boolean;
  }): Promise<boolean>;
  advanceTo(iso: string): Promise<void>;
  history(): Promise<readonly Run[]>;
}

const WATCH = fileURLToPath(new URL("../../src/watch/handler.ts", import.meta.url));
const RECORDER = fileURLToPath(new URL("../../src/recorder/handler.ts", import.meta.url));
const RUNTIME = fileURLToPath(new URL("../../src/index.ts", import.meta.url));

export async function openFlow(start: string, files: Readonly<Record<string, string>>): Promise<FlowBench> {
  const folder = mkdtempSync(join(tmpdir(), "lamp-flow-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const clock = new VirtualClock(Date.parse(start));
  const warnings: string[] = [];
  let model = modelOf(folder);
  const { enforcePermissions } = model.environment;
  const log = { info() {}, warn: (message: string) => void warnings.push(message) };
  const engine = await startEngine({ directory: join(folder, ".lamp"), clock, enforcePermissions, log });
  const clients = createClients({ region: "us-east-1", endpoint: engine.endpoint, embedded: true });
  onTestFinished(async () => {
    clients.close();
    await engine.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  const ledger = { dynamo: createDynamo(clients), table: `${model.app}-local-ledger`, clock };
  return {
    engine,
    clock,
    clients,
    ledger,
    warnings,
    get model() {
      return model;
    },
    sync(options = {}) {
      if (options.manifest !== undefined) {
        writeFileSync(join(folder, "jobs.yaml"), options.manifest);
        model = modelOf(folder);
      }
      return sync(model, folder, clients, ledger, options);
    },
    advanceTo: (iso) => clock.advanceTo(Date.parse(iso), () => engine.settle()),
    async history() {
      const jobs = model.jobs.map(({ name }) => name);
      const span = { fromAt: Date.parse(start), toAt: clock.now(), limit: 1_000, cursor: undefined };
      return (await readHistory(ledger, { job: undefined, jobs, statuses: undefined, ...span })).runs;
    },
  };
}

function modelOf(folder: string): Model {
  const read = (path: string) => {
    try {
      return readFileSync(path);
    } catch {
      return undefined;
    }
  };
  const reader = {
    read,
    exists: (path: string) => read(path) !== undefined,
    realpath: (path: string) => path,
    list: () => [],
  };
  const loaded = loadModel({ file: join(folder, "jobs.yaml"), environment: "local", reader, variables: {} });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.model;
}

async function sync(
  model: Model,
  folder: string,
  clients: Clients,
  ledger: Ledger,
  { watch, prune = false, stopBefore = Number.POSITIVE_INFINITY }: NonNullable<Parameters<FlowBench["sync"]>[0]>,
): Promise<boolean> {
  const groups = groupJobs(model);
  const handlers = groups.map(({ handler }) => handler);
  const { bundles } = await bundleHandlers({ project: folder, handlers, runtimeEntry: RUNTIME, log: silentLog });
  const cloud = createCloud({ clients, clock: systemClock });
  const watcher = watch ? await bundleOwn(WATCH) : undefined;
  const recorder = model.jobs.some(isTold) ? await bundleOwn(RECORDER) : undefined;
  const hashes = new Map([...bundles].map(([handler, bundle]) => [handler, bundle.codeSha256]));
  if (watcher) hashes.set(WATCH_CODE, watcher.codeSha256);
  if (recorder) hashes.set(RECORDER_CODE, recorder.codeSha256);
  const desired = desiredResources(model, await cloud.identity(), hashes, ledger.clock.now());
  const { recorded } = await readSyncState(ledger).catch(() => ({ recorded: [] }));
  const actual = await cloud.observe({ app: model.app, environment: "local", desired: desired.resources, recorded });
  const hasLedger = actual.length > 0;
  const pauses = hasLedger ? await readPauses(ledger) : new Map<string, Pause>();
  const renames = hasLedger ? await readRenames(ledger) : new Map<string, Rename>();
  const known = { pauses, renames, jobs: model.jobs };
  const holds = hasLedger ? await holdsOf(ledger, known, desired.resources, actual) : NO_HOLDS;
  const plan = makePlan({
    environment: "local",
    desired: desired.resources,
    actual,
    functionOf: desired.functionOf,
    movedTo: desired.movedTo,
    now: ledger.clock.now(),
    lastSynced: undefined,
    prune,
    allowManyDeletes: false,
    holds: withJobHolds(holds, await firedElsewhere(model, clients)),
  });
  const code = new Map(
    groups.flatMap(({ name, handler }) => {
      const bundle = bundles.get(handler);
      return bundle ? [[name, bundle.code] as const] : [];
    }),
  );
  const moving = {
    jobs: model.jobs,
    state: { ...known, record: undefined, recorded, readings: undefined },
    hasLedger,
    wanted: desired.resources,
  };
  const unrecorded = new Set(model.jobs.filter((job) => !recordsRuns(job)).map(({ name }) => name));
  let changes = 0;
  let stopped = false;
  await beginRenames(moving, ledger);
  await beginRecordings(moving, ledger);
  if (watcher) code.set(watchFunctionName(model.app, "local"), watcher.code);
  if (recorder) code.set(recorderFunctionName(model.app, "local"), recorder.code);
  const results = await applyPlan({
    plan,
    cloud,
    code,
    signal: new AbortController().signal,
    async obstacle() {
      stopped ||= changes >= stopBefore;
      changes++;
      return stopped ? "stopped by the test" : undefined;
    },
    async onResult({ action, status }) {
      if (status === "done") await recordScheduleRevision(ledger, action, plan.held, unrecorded);
    },
  });
  if (stopped) return true;
  await endRenames({ ...moving, seen: { actual } }, results, ledger);
  await endRecordings({ ...moving, seen: { actual } }, results, ledger);
  const bad = results.find(({ status }) => status !== "done");
  if (bad) throw new Error(`${bad.action.kind} ${bad.action.name}: ${bad.error}`);
  return false;
}

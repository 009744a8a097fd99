// AWS as the played callers see it: the engine of this process, which can be killed and started again on its store.
import { rmSync } from "node:fs";
import { silentLog } from "../../../src/core/log.ts";
import type { Random } from "../../../src/core/random.ts";
import { type DirectEngine, openDirectEngine } from "../../../src/engine/direct-engine.ts";
import type { Host } from "../../../src/engine/lambda/host/host.ts";
import type { Targets } from "../../../src/engine/scheduler/scheduler.ts";
import { Store } from "../../../src/engine/store.ts";
import { ProcessClock } from "../../../src/simulation/process-clock.ts";
import type { SettledClock } from "../../../src/simulation/settled-clock.ts";
import type { Change, Evidence } from "./evidence.ts";

type Members = Readonly<Record<string, unknown>>;

export interface ServicesOptions {
  readonly clock: SettledClock;
  readonly random: Random;
  readonly evidence: Evidence;
  /** For the code of functions, which nobody runs. */
  readonly directory: string;
  /** Runs functions on this clock, until it stops. */
  hostOn(clock: ProcessClock): Host;
  between(targets: Targets): Targets;
}

export const PLACE = { region: "us-east-1", account: "000000000000" } as const;

export class Services {
  readonly #options: ServicesOptions;
  readonly #store = Store.open(":memory:");
  #engine: { readonly direct: DirectEngine; readonly clock: ProcessClock } | undefined;
  #onDeath = new Set<(error: Error) => void>();

  constructor(options: ServicesOptions) {
    this.#options = options;
    this.start();
  }

  get isUp(): boolean {
    return this.#engine !== undefined;
  }

  start(): void {
    const { clock: whole, random, hostOn, between, directory } = this.#options;
    const clock = new ProcessClock(whole);
    const host = hostOn(clock);
    const kept = { store: this.#store, directory };
    const options = { ...PLACE, clock, lambdaClock: clock, random, log: silentLog, host, between, kept };
    this.#engine = { direct: openDirectEngine(options), clock };
  }

  /** As kill -9 does: nothing of it goes on, and whoever waited for an answer gets none. */
  kill(): void {
    this.#engine?.clock.end();
    this.#engine = undefined;
    for (const reject of this.#onDeath) reject(new Error("read ECONNRESET"));
    this.#onDeath.clear();
  }

  close(): void {
    this.kill();
    this.#store.close();
  }

  call(service: string, operation: string, input: Members): Promise<Members> {
    return this.#whileItLives((engine) => engine.call(service, operation, input));
  }

  async dynamodb(operation: string, input: Members, writer: string): Promise<Members> {
    const answer = await this.#whileItLives((engine) => engine.callUnchecked("dynamodb", operation, input));
    const key = (input["Key"] ?? input["Item"]) as { sk?: { S?: string }; pk?: { S?: string } } | undefined;
    const isWrite = operation === "UpdateItem" || operation === "PutItem";
    if (isWrite && key?.sk?.S?.startsWith("RUN#")) await this.#note(String(input["TableName"]), key, writer);
    return answer;
  }

  /** What is under way in the network comes in this much later, if anybody is there. */
  later(ms: number, act: () => Promise<unknown>): void {
    const { clock } = this.#options;
    clock.setTimer(clock.now() + ms, () => {
      if (this.isUp) act().catch(() => {});
    });
  }

  async #whileItLives<T>(work: (engine: DirectEngine) => Promise<T>): Promise<T> {
    const engine = this.#engine;
    if (!engine) throw new Error("connect ECONNREFUSED");
    return new Promise<T>((resolve, reject) => {
      this.#onDeath.add(reject);
      work(engine.direct)
        .then(resolve, reject)
        .finally(() => this.#onDeath.delete(reject));
    });
  }

  async #note(TableName: string, key: { readonly pk?: unknown; readonly sk?: unknown }, writer: string): Promise<void> {
    const { evidence, clock } = this.#options;
    const Key = { pk: key.pk, sk: key.sk };
    const { Item } = (await this.#engine?.direct.callUnchecked("dynamodb", "GetItem", { TableName, Key })) ?? {};
    if (Item) evidence.changes.push(changeOf(Item as RawItem, clock.now(), writer));
  }
}

type RawItem = Readonly<Record<string, { readonly S?: string; readonly N?: string; readonly L?: readonly unknown[] }>>;

function changeOf(item: RawItem, at: number, writer: string): Change {
  const number = (name: string) => (item[name]?.N === undefined ? undefined : Number(item[name].N));
  return {
    at,
    writer,
    runId: item["runId"]?.S ?? "",
    job: item["job"]?.S ?? "",
    state: item["state"]?.S,
    claim: item["claim"]?.S,
    requestId: item["requestId"]?.S,
    attempt: number("attempt") ?? 0,
    generation: number("generation") ?? 0,
    leaseUntil: number("leaseUntil"),
    reason: item["reason"]?.S,
    attempts: item["attempts"]?.L?.length ?? 0,
  };
}

export const removeFolder = (directory: string): void => rmSync(directory, { recursive: true, force: true });

// Looks on at every change as it arrives: who made it, and who held the lock of the environment at that moment.
import type { VirtualClock } from "../../../src/core/virtual-clock.ts";
import type { DirectEngine } from "../../../src/engine/direct-engine.ts";
import type { Change } from "../sync-faults/faulty-door.ts";

const TABLE = "acme-local-ledger";
const Key = { pk: { S: "SYNC" }, sk: { S: "LOCK" } };

/** How letters are looked at. */
const LOOKING = /^(ReceiveMessage|ChangeMessageVisibility)$/;

interface Holding {
  readonly by: string;
  readonly owner: string;
  readonly leaseUntil: number;
}

export class Witness {
  readonly #engine: DirectEngine;
  readonly #clock: VirtualClock;
  #holding: Holding | undefined;
  /** Who had the lock, in this order. */
  readonly holders: string[] = [];
  /** Who changed something, in this order, each stretch once. */
  readonly changers: string[] = [];
  /** Who made the ledger, which is done without the lock. */
  maker: string | undefined;
  wrong: string | undefined;

  constructor(engine: DirectEngine, clock: VirtualClock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  async see({ by, service, operation, input }: Change): Promise<void> {
    if (isOfLock(input)) return this.#look();
    if (LOOKING.test(operation)) return;
    // Before there is a ledger there is no lock: of those who make it, one gets it.
    const makesLedger = operation === "CreateTable";
    if (makesLedger) this.maker = by;
    if (!makesLedger && this.#changersEnd !== by) this.changers.push(by);
    const holding = this.#holding;
    const mayChange = makesLedger ? !holding : holding?.by === by && holding.leaseUntil >= this.#clock.now();
    if (!mayChange) this.wrong ??= `${by} did ${service} ${operation} while ${heldBy(holding, this.#clock.now())}`;
    if (operation === "DeleteTable") this.#holding = undefined;
  }

  get #changersEnd(): string | undefined {
    return this.changers.at(-1);
  }

  async #look(): Promise<void> {
    const input = { TableName: TABLE, Key, ConsistentRead: true };
    const { Item } = await this.#engine.callUnchecked("dynamodb", "GetItem", input);
    const item = (Item ?? {}) as Readonly<Record<string, { S?: string; N?: string }>>;
    const owner = item["owner"]?.S;
    const now: Holding | undefined =
      owner === undefined
        ? undefined
        : { owner, by: item["by"]?.S ?? "", leaseUntil: Number(item["leaseUntil"]?.N ?? 0) };
    if (now && now.owner !== this.#holding?.owner) {
      const before = this.#holding;
      if (before && before.leaseUntil >= this.#clock.now())
        this.wrong ??= `${now.by} took the lock while ${heldBy(before, this.#clock.now())}`;
      this.holders.push(now.by);
    }
    this.#holding = now;
  }
}

function isOfLock(input: Readonly<Record<string, unknown>>): boolean {
  const { pk, sk } = (input["Key"] ?? {}) as { pk?: { S?: string }; sk?: { S?: string } };
  return pk?.S === "SYNC" && sk?.S === "LOCK";
}

const heldBy = (holding: Holding | undefined, now: number): string =>
  holding ? `${holding.by} held the lock, for ${(holding.leaseUntil - now) / 1_000} s more` : "nobody held the lock";

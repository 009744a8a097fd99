// A disk that refuses: writes, syncs and renames of a real engine under load fail as a full, broken or read-only disk's do.
// Nothing that failed is acknowledged; the engine goes on when the disk does, and ends its service when a sync failed; the
// next start finds all that was acknowledged. `npm run faults`; needs strace, which injects the failures.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { check } from "./crash/check.ts";
import { type Clients, connect } from "./crash/clients.ts";
import { bundleEngine, EngineProcess } from "./crash/engine-process.ts";
import { Evidence } from "./crash/evidence.ts";
import { load } from "./crash/load.ts";
import { prepareTargets } from "./crash/prepare.ts";
import { seededRandom } from "./seeded-random.ts";

interface Fault {
  readonly id: string;
  readonly call: string;
  /** undefined is every file. */
  readonly file: string | undefined;
  readonly how: string;
  /** Whether the engine takes changes again after it, or none any more. */
  readonly afterwards: "recovers" | "refuses";
  /** Acknowledged changes after which enough has happened. */
  readonly changes: number;
}

const FEW = 60;
/** More than what makes a checkpoint. */
const MANY = 500;
const LOG = "engine.db-wal";
const FAULTS: readonly Fault[] = [
  { id: "S01", call: "pwrite64", file: LOG, how: "error=ENOSPC:when=80..140", afterwards: "recovers", changes: FEW },
  { id: "S02", call: "pwrite64", file: LOG, how: "error=EIO:when=80..100", afterwards: "recovers", changes: FEW },
  { id: "S03", call: "pwrite64", file: LOG, how: "error=EROFS:when=81..101", afterwards: "recovers", changes: FEW },
  { id: "S04", call: "pwrite64", file: LOG, how: "error=EDQUOT:when=82..102", afterwards: "recovers", changes: FEW },
  {
    id: "S01",
    call: "pwrite64",
    file: "engine.db",
    how: "error=ENOSPC:when=3..30",
    afterwards: "recovers",
    changes: MANY,
  },
  {
    id: "S01",
    call: "pwrite64",
    file: "engine.db-sums",
    how: "error=ENOSPC:when=4..7",
    afterwards: "recovers",
    changes: FEW,
  },
  // The copy is made, and that it is made cannot be written down: for long enough that the log would begin anew.
  {
    id: "S01",
    call: "pwrite64",
    file: "engine.db-sums",
    how: "error=ENOSPC:when=5..60",
    afterwards: "recovers",
    changes: MANY,
  },
  { id: "S02", call: "rename", file: undefined, how: "error=EIO:when=2..4", afterwards: "recovers", changes: FEW },
  { id: "S05", call: "fsync", file: LOG, how: "error=EIO:when=30", afterwards: "refuses", changes: FEW },
  { id: "S05", call: "fsync", file: "engine.db", how: "error=EIO:when=2", afterwards: "refuses", changes: MANY },
  {
    id: "S05",
    call: "fdatasync",
    file: "engine.db-sums",
    how: "error=EIO:when=4",
    afterwards: "refuses",
    changes: FEW,
  },
  { id: "S11", call: "fsync", file: LOG, how: "delay_enter=300000:when=10..14", afterwards: "recovers", changes: FEW },
];
const LONGEST_MS = 20_000;

const scratch = mkdtempSync(join(tmpdir(), "lamp-faults-"));
const prepared = join(scratch, "prepared");
const effects = join(scratch, "effects");
writeFileSync(effects, "");
const bundle = await bundleEngine(scratch);

/** A change that is asked for last of all. */
const last = (clients: Clients) =>
  clients.dynamodb
    .send(new PutItemCommand({ TableName: "crash", Item: { pk: { S: "last" }, version: { N: "1" } } }))
    .then(() => "recovers")
    .catch((error: { $metadata?: { httpStatusCode?: number } }) =>
      error.$metadata?.httpStatusCode === 500 ? "refuses" : `answers ${String(error)}`,
    );

async function start(directory: string, through: readonly string[] = []) {
  const engine = new EngineProcess(bundle, directory, { through });
  const answer = await engine.answering();
  if (answer) return { engine, clients: connect(answer.endpoint) };
  await engine.ended();
  throw new Error("the engine was killed");
}

/** What went wrong. */
async function suffer({ call, file, how, afterwards, changes }: Fault, index: number): Promise<readonly string[]> {
  const directory = join(scratch, `store-${index}`);
  cpSync(prepared, directory, { recursive: true });
  const evidencePath = join(scratch, `evidence-${index}`);
  const evidence = new Evidence(evidencePath);
  const only = file === undefined ? [] : ["-P", join(directory, file)];
  const inject = ["-e", `trace=${call}`, "-e", `inject=${call}:${how}`];
  const through = ["strace", "-D", "-f", "--seccomp-bpf", "-o", "/dev/null", ...only, ...inject];
  const first = await start(directory, through);
  const until = performance.now() + LONGEST_MS;
  let answered = "";
  const asking = (async () => {
    // A refusing engine acknowledges no more, and then the load has nothing to reach.
    while (afterwards === "refuses" && answered !== "refuses" && performance.now() < until) {
      answered = await last(first.clients);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  const enough = () =>
    performance.now() > until || (afterwards === "refuses" ? answered === "refuses" : evidence.acknowledged >= changes);
  const random = seededRandom(index + 1);
  await load({ clients: first.clients, evidence, random, prefix: `f${index}`, stopped: enough, events: false }, 4);
  await asking;
  const wrong: string[] = [];
  const end = await last(first.clients);
  if (end !== afterwards) wrong.push(`the engine ${end}, and should have been one that ${afterwards}`);
  if (afterwards === "recovers" && evidence.acknowledged < changes)
    wrong.push(`only ${evidence.acknowledged} changes taken`);
  first.clients.close();
  await first.engine.kill();
  const second = await start(directory);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  wrong.push(...(await check(second.clients, evidencePath, effects)).wrong);
  second.clients.close();
  await second.engine.kill();
  return wrong;
}

const first = await start(prepared);
await prepareTargets(first.clients);
first.clients.close();
await first.engine.kill();
let failed = 0;
for (const [index, fault] of FAULTS.entries()) {
  const wrong = await suffer(fault, index);
  failed += wrong.length;
  const name = `${fault.id} ${fault.call} of ${fault.file ?? "any file"}, ${fault.how}`;
  process.stdout.write(`${wrong.length === 0 ? "ok   " : "WRONG"} ${name}: ${fault.afterwards}\n`);
  for (const each of wrong.slice(0, 10)) process.stdout.write(`      ${each}\n`);
}
rmSync(scratch, { recursive: true, force: true });
if (failed > 0) process.exitCode = 1;

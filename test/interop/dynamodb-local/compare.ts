// The engine's DynamoDB against Amazon's DynamoDB Local, random sequences on both:
// `node test/interop/dynamodb-local/compare.ts --emulator FOLDER [--seeds N] [--first N] [--within SECONDS]`.
// DynamoDB Local listens on every interface: this runs only where there is none but loopback (`unshare -n`).
import { spawn } from "node:child_process";
import { networkInterfaces } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startEngine } from "../../../src/engine/engine.ts";
import { runProgramme } from "../differential/run.ts";
import { Side } from "../differential/side.ts";
import { dynamodbSequence } from "../dynamodb/sequence.ts";
import { KNOWN } from "./known.ts";

const { values: options } = parseArgs({
  options: {
    emulator: { type: "string", default: "" },
    seeds: { type: "string", default: "200" },
    first: { type: "string", default: "1" },
    within: { type: "string" },
  },
});
const PORT = 8_000;

function startLocal() {
  if (Object.keys(networkInterfaces()).some((name) => name !== "lo")) {
    throw new Error("DynamoDB Local listens on every interface: run this with `unshare -n`, with only lo up.");
  }
  const jar = ["-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar"];
  const words = [...jar, "-inMemory", "-sharedDb", "-disableTelemetry", "-port", String(PORT)];
  return spawn("java", words, { cwd: options.emulator, stdio: "ignore" });
}

async function answering(side: Side): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const { ok } = await side.answer({ service: "dynamodb", operation: "ListTables", input: {} });
    if (ok) return;
    await wait(200);
  }
  throw new Error("DynamoDB Local did not start within 30 seconds.");
}

const local = startLocal();
const engine = await startEngine({ directory: ":memory:", fire: false });
const ours = new Side(engine.endpoint);
const theirs = new Side(`http://127.0.0.1:${PORT}`);

async function clear(): Promise<void> {
  for (const side of [ours, theirs]) {
    const listed = await side.answer({ service: "dynamodb", operation: "ListTables", input: {} });
    const names = listed.ok ? ((listed.pages[0]?.["TableNames"] ?? []) as string[]) : [];
    for (const TableName of names) {
      await side.answer({ service: "dynamodb", operation: "DeleteTable", input: { TableName } });
    }
  }
}

try {
  await answering(theirs);
  const leaving = {
    members: new Set(["CreationDateTime", "TableId", "LastUpdateToPayPerRequestDateTime", "Message", "__type"]),
    text: (value: string) => value.replace(/arn:aws:dynamodb:[^:]*:[^:]*:/, "arn:aws:dynamodb:"),
  };
  const seeds = Array.from({ length: Number(options.seeds) }, (_, index) => Number(options.first) + index);
  const within = options.within === undefined ? undefined : Number(options.within) * 1_000;
  const contest = { ours, theirs, known: KNOWN, leaving, met: new Map<string, number>(), clear };
  const same = await runProgramme(contest, {
    name: "DynamoDB Local",
    seeds,
    within,
    sequence: (dice, seed) => dynamodbSequence(dice, seed),
  });
  process.exitCode = same ? 0 : 1;
} finally {
  ours.close();
  theirs.close();
  await engine.close();
  local.kill();
}

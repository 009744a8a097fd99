// The engine against moto's server, random sequences on both: a second opinion, never the truth.
// `node test/interop/moto/compare.ts --server PATH/moto_server [--seeds N] [--first N] [--only SERVICE] [--within SECONDS]`.
import { parseArgs } from "node:util";
import { startEngine } from "../../../src/engine/engine.ts";
import type { Command } from "../differential/command.ts";
import type { Dice } from "../differential/dice.ts";
import { runProgramme } from "../differential/run.ts";
import { Side } from "../differential/side.ts";
import { plainDynamodbSequence } from "./dynamodb.ts";
import { eventsSequence } from "./events.ts";
import { iamSequence } from "./iam.ts";
import { KNOWN } from "./known.ts";
import { logsSequence } from "./logs.ts";
import { schedulerSequence } from "./scheduler.ts";
import { startMoto } from "./server.ts";
import { sqsSequence } from "./sqs.ts";

const { values: options } = parseArgs({
  options: {
    server: { type: "string", default: "moto_server" },
    seeds: { type: "string", default: "200" },
    first: { type: "string", default: "1" },
    only: { type: "string" },
    within: { type: "string" },
  },
});
const LENGTH = 40;
const now = Math.floor(Date.now() / 1_000) * 1_000;

/** Times of the side's own clock, ids it made up, texts in words. */
const UNCOMPARED = [
  ...[
    "CreationDate",
    "LastModificationDate",
    "CreationDateTime",
    "TableId",
    "Message",
    "__type",
    "LastUpdateToPayPerRequestDateTime",
  ],
  ...["CreateDate", "RoleId", "RequestId", "MessageId", "ReceiptHandle", "CreatedTimestamp", "LastModifiedTimestamp"],
  ...["creationTime", "ingestionTime", "lastIngestionTime", "CreationTime", "LastModifiedTime", "uploadSequenceToken"],
];

const SEQUENCES: Readonly<Record<string, (dice: Dice, seed: number) => readonly Command[]>> = {
  scheduler: (dice) => schedulerSequence(dice, LENGTH),
  sqs: (dice) => sqsSequence(dice, LENGTH),
  dynamodb: (dice) => plainDynamodbSequence(dice, LENGTH),
  logs: (dice) => logsSequence(dice, LENGTH, now),
  events: (dice) => eventsSequence(dice, LENGTH),
  iam: (dice) => iamSequence(dice, LENGTH),
};

const moto = await startMoto(options.server, "000000000000");
let engine = await startEngine({ directory: ":memory:", fire: false });
let enginePort = engine.port;
const contest = {
  ours: new Side(engine.endpoint),
  theirs: new Side(moto.endpoint),
  known: KNOWN,
  met: new Map<string, number>(),
  leaving: {
    members: new Set(UNCOMPARED),
    text: (value: string) => value.replace(/http:\/\/(127\.0\.0\.1|localhost):\d+/, "http://side"),
  },
  /** A new engine on the same port, and moto as it was at first. */
  async clear() {
    await engine.close();
    engine = await startEngine({ directory: ":memory:", fire: false, port: enginePort });
    enginePort = engine.port;
    await moto.reset();
  },
};

try {
  const names = options.only === undefined ? Object.keys(SEQUENCES) : [options.only];
  const seeds = Array.from({ length: Number(options.seeds) }, (_, index) => Number(options.first) + index);
  const within = options.within === undefined ? undefined : Number(options.within) * 1_000;
  const same = await runProgramme(contest, {
    name: "moto",
    seeds,
    within,
    sequence: (dice, seed) => SEQUENCES[names[seed % names.length] ?? ""]?.(dice, seed) ?? [],
  });
  process.exitCode = same ? 0 : 1;
} finally {
  contest.ours.close();
  contest.theirs.close();
  await engine.close();
  moto.stop();
}

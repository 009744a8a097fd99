// The floor of the data calls: a server that reads each request whole and answers what stands ready, in the bytes a real
// answer would have. With a file's path it is the floor of durable calls: what changes something is in the file, and the file
// on the disk, before the answer; requests that came together wait for the disk once.
// `node bench/servers/empty.ts [FILE]`; its first line of output is its address.
import { createHash } from "node:crypto";
import { fdatasyncSync, openSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { itemOf, MESSAGE, QUERY_ITEMS, QUERY_PARTITION } from "../calls/material.ts";

const ID = "5fea7756-0ea4-451a-a703-a558b933e274";
const MD5 = createHash("md5").update(MESSAGE).digest("hex");
const RECEIPT = Buffer.from("123456:0123456789abcdef0123456789abcdef").toString("base64");
const items = Array.from({ length: QUERY_ITEMS }, (_, n) => itemOf(QUERY_PARTITION, n));
const ANSWERS: Readonly<Record<string, string>> = {
  PutItem: "{}",
  GetItem: JSON.stringify({ Item: items[0] }),
  Query: JSON.stringify({ Items: items, Count: QUERY_ITEMS, ScannedCount: QUERY_ITEMS }),
  SendMessage: JSON.stringify({ MessageId: ID, MD5OfMessageBody: MD5 }),
  ReceiveMessage: JSON.stringify({
    Messages: [{ MessageId: ID, ReceiptHandle: RECEIPT, MD5OfBody: MD5, Body: MESSAGE }],
  }),
  DeleteMessage: "",
  CreateSchedule: JSON.stringify({
    ScheduleArn: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/job-12345",
  }),
  Invoke: JSON.stringify({ ok: true, id: 4_711 }),
  DescribeTable: JSON.stringify({ Table: { TableStatus: "ACTIVE" } }),
};

const answerTo = (operation: string) => ANSWERS[operation] ?? "{}";
const operationOf = (path: string, target: string) => {
  if (path.startsWith("/schedules/")) return "CreateSchedule";
  return path.endsWith("/invocations") ? "Invoke" : (target.split(".")[1] ?? "");
};
const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const [path] = process.argv.slice(2);
const file = path === undefined ? undefined : openSync(path, "w");
const CHANGES = /^(Put|Send|Delete|Receive|Create)/;

let waiting: { readonly bytes: Buffer; readonly answer: () => void }[] = [];
function whenOnDisk(bytes: Buffer, answer: () => void): void {
  if (waiting.push({ bytes, answer }) > 1) return;
  setImmediate(() => {
    const together = waiting;
    waiting = [];
    writeSync(file ?? 0, Buffer.concat(together.map((one) => one.bytes)));
    fdatasyncSync(file ?? 0);
    for (const one of together) one.answer();
  });
}

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    const operation = operationOf(request.url ?? "", String(request.headers["x-amz-target"]));
    const body =
      operation === "CreateQueue" ? JSON.stringify({ QueueUrl: `${address()}/1/bench` }) : answerTo(operation);
    const answer = () => {
      response.writeHead(200, {
        "content-type": "application/x-amz-json-1.0",
        "content-length": Buffer.byteLength(body),
        "x-amzn-requestid": ID,
      });
      response.end(body);
    };
    if (file !== undefined && CHANGES.test(operation)) whenOnDisk(Buffer.concat(pieces), answer);
    else answer();
  });
});
// Others are measured in between: the client keeps its connections that long.
server.keepAliveTimeout = 75_000;
server.listen(0, "127.0.0.1", () => process.stdout.write(`${address()}\n`));

// Lambda's own Node runtime client (aws-lambda-ric), asked by the least Runtime API there can be: one server in this
// process, nothing between it and whoever invokes, no log, no time limit.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { quietVariables } from "../measure/own-process.ts";
import { checkAnswer, EVENT, SOURCE } from "./functions.ts";
import type { Rival } from "./rival.ts";

export async function runtimeClientRival(folder: string, script: string): Promise<Rival> {
  const home = join(folder, "runtime-client");
  mkdirSync(home);
  writeFileSync(join(home, "index.mjs"), SOURCE);
  const environment = await startEnvironment(home, script);
  return {
    warm: environment.invoke,
    async cold() {
      const fresh = await startEnvironment(home, script);
      await fresh.invoke();
      fresh.close();
    },
    concurrent: false,
    async close() {
      environment.close();
    },
  };
}

async function startEnvironment(home: string, script: string) {
  let next: ServerResponse | undefined;
  let asked: () => void = () => {};
  let answered: (text: string) => void = () => {};
  const server = createServer((request, response) => {
    if (request.method === "GET") {
      next = response;
      return asked();
    }
    const pieces: Buffer[] = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      response.writeHead(202, { "content-type": "application/json" }).end('{"status":"OK"}');
      answered(Buffer.concat(pieces).toString());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const child = spawnClient(home, script, (server.address() as AddressInfo).port);
  let count = 0;
  const invoke = async () => {
    if (!next) {
      await new Promise<void>((resolve) => {
        asked = resolve;
      });
    }
    const response = next;
    next = undefined;
    const answer = new Promise<string>((resolve) => {
      answered = resolve;
    });
    response?.writeHead(200, {
      "content-type": "application/json",
      "Lambda-Runtime-Aws-Request-Id": `request-${count++}`,
      "Lambda-Runtime-Deadline-Ms": "4102444800000",
      "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:000000000000:function:bench",
      "Lambda-Runtime-Trace-Id": "Root=1-0-0",
    });
    response?.end(EVENT);
    checkAnswer(await answer);
  };
  const close = () => {
    child.kill("SIGKILL");
    server.close();
    server.closeAllConnections();
  };
  return { invoke, close };
}

function spawnClient(home: string, script: string, port: number): ChildProcess {
  return spawn(process.execPath, [script, "index.handler"], {
    cwd: home,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...quietVariables(),
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      _HANDLER: "index.handler",
      LAMBDA_TASK_ROOT: home,
      AWS_LAMBDA_FUNCTION_NAME: "bench",
      AWS_LAMBDA_FUNCTION_VERSION: "1",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_LOG_GROUP_NAME: "bench",
      AWS_LAMBDA_LOG_STREAM_NAME: "bench",
    },
  });
}

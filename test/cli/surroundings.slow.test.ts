// Where lamp runs is not always a person's terminal: closed pipes, no terminal, no home, other people's variables; L03, L04 and
// L07 to L13 of the catalogue.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { startEngine } from "../../src/engine/engine.ts";
import { type Answer, answerOf, type LampProject, printed } from "./lamp.ts";
import { oneJob } from "./refused.ts";

const BIN = fileURLToPath(new URL("../../bin/lamp.js", import.meta.url));
const STACK = /\n\s+at /;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const ESCAPE = /\u001b/;
const LONG_TEST = { timeout: 240_000 };

/** With these variables and no other but PATH. */
const within = (made: LampProject, variables: Readonly<Record<string, string>>, ...words: string[]): Promise<Answer> =>
  answerOf(
    spawn(process.execPath, [BIN, ...words], {
      cwd: made.folder,
      env: { PATH: process.env["PATH"], LAMP_BY: "tester", ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );

/** On a terminal of its own, made by script(1). */
function onTerminal(made: LampProject, variables: Readonly<Record<string, string>>, command: string): ChildProcess {
  const env = {
    PATH: process.env["PATH"],
    HOME: made.folder,
    LAMP_BY: "tester",
    NODE: process.execPath,
    BIN,
    ...variables,
  };
  return spawn("script", ["-qec", `"$NODE" "$BIN" ${command}`, "/dev/null"], { cwd: made.folder, env });
}

test(
  "L03, L04: input that is none starts no run, and a name of an object's parent pollutes nothing",
  LONG_TEST,
  async () => {
    const made = oneJob();
    made.write(
      "jobs/hello.ts",
      `import { job } from "lamplighter";
export default job(async (input) => ({ keys: Object.keys(input), polluted: ({} as Record<string, unknown>)["polluted"] ?? null }));
`,
    );
    expect((await made.lamp("sync")).code).toBe(0);
    for (const [input, told] of [
      ["{", /--input: not JSON/],
      ["[1]", /--input: expected a JSON object/],
      ["@missing.json", /--input: missing.json cannot be read/],
      ["-", /--input: not JSON/],
    ] as const) {
      const { code, err } = await made.lamp("run", "hello", "--input", input);
      expect([code, err]).toEqual([1, expect.stringMatching(told)]);
    }
    const given = '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 2}}, "a": 1}';
    const { out } = await made.lamp("run", "hello", "--wait", "--json", "--input", given);
    expect(JSON.parse(out).run).toMatchObject({ status: "succeeded", result: { polluted: null } });
    expect(JSON.parse((await made.lamp("history", "--json")).out).runs).toHaveLength(1);
  },
);

test("L07: a reader that leaves is no failure and no stack", async () => {
  const child = oneJob().start("next", "--count", "50000");
  child.stdout?.once("data", () => child.stdout?.destroy());
  let err = "";
  child.stderr?.on("data", (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, "close");
  expect([code, err]).toEqual([0, ""]);
});

test(
  "L08: nothing that a terminal obeys is printed where nobody can see it, or where it was not wanted",
  LONG_TEST,
  async () => {
    const made = oneJob();
    const piped = await made.lamp("sync");
    expect([piped.code, ESCAPE.test(piped.out + piped.err)]).toEqual([0, false]);
    for (const variables of [{ NO_COLOR: "1", TERM: "xterm-256color" }, { TERM: "dumb" }]) {
      for (const command of ["list", "sync", "history", "plan"]) {
        const { code, out } = await answerOf(onTerminal(made, variables, command));
        expect([command, code, ESCAPE.exec(out)?.[0]]).toEqual([command, 0, undefined]);
      }
    }
    const coloured = await answerOf(onTerminal(made, { TERM: "xterm-256color" }, "list"));
    expect(coloured.out).toMatch(ESCAPE);
  },
);

test("L09: nothing is deleted by a script that does not say so", LONG_TEST, async () => {
  const engine = await startEngine({ directory: ":memory:", fire: false });
  onTestFinished(() => engine.close());
  const made = oneJob();
  made.write("config/test.yaml", `region: us-east-1\nendpoint: ${engine.endpoint}\n`);
  const lamp = (...words: string[]) => made.lamp(...words, "--env", "test");
  expect((await lamp("sync")).code).toBe(0);
  made.write("jobs.yaml", "app: acme\njobs: {}\n");
  for (const words of [["destroy"], ["sync", "--prune", "--allow-many-deletes"]]) {
    const { code, err } = await lamp(...words);
    expect([words, code, err]).toEqual([words, 1, expect.stringContaining("say --yes if that is meant")]);
  }
  const { orphans } = JSON.parse((await lamp("plan", "--json")).out);
  expect(orphans).toContainEqual(expect.objectContaining({ kind: "schedule", name: "hello" }));
});

test(
  "L10: Ctrl-C at a question does nothing, amid a sync it stops after what is under way, and neither leaves a lock",
  LONG_TEST,
  async () => {
    const made = oneJob();
    expect((await made.lamp("sync")).code).toBe(0);
    const asked = onTerminal(made, { TERM: "dumb" }, "destroy");
    await printed(asked, "Type yes to go on");
    asked.stdin?.write("\u0003");
    const [code] = await once(asked, "close");
    expect(code).not.toBe(0);
    expect((await made.lamp("plan", "--exit-code")).code).toBe(0);
    const jobs = Array.from(
      { length: 400 },
      (_, index) => `  job${index}: {schedule: every hour, handler: jobs/hello.ts}\n`,
    );
    made.write("jobs.yaml", `app: acme\njobs:\n${jobs.join("")}`);
    const sync = made.start("sync");
    const answer = answerOf(sync);
    await printed(sync, "done create schedule");
    sync.kill("SIGINT");
    expect(await answer).toMatchObject({ code: 4, err: expect.stringContaining("interrupted before this was begun") });
    expect(await made.lamp("sync")).toMatchObject({ code: 0, err: expect.not.stringContaining("runs lamp sync here") });
  },
);

test(
  "L11: a missing home is not needed, and what cannot be read or written is named without a stack",
  LONG_TEST,
  async () => {
    const made = oneJob();
    expect((await within(made, {}, "sync")).code).toBe(0);
    const unwritable = oneJob();
    unwritable.write(".lamp", "a file, where the engine keeps its store");
    const unreadable = oneJob();
    mkdirSync(join(unreadable.folder, "config/local.yaml"), { recursive: true });
    for (const [project, name] of [
      [unwritable, ".lamp"],
      [unreadable, "local.yaml"],
    ] as const) {
      const { code, out, err } = await project.lamp("sync");
      expect([code, out, STACK.test(err), err]).toEqual([expect.any(Number), "", false, expect.stringContaining(name)]);
      expect(code).not.toBe(0);
    }
  },
);

test(
  "L12, L13: no file and no variable leads a local command elsewhere, or has it show a person's keys",
  LONG_TEST,
  async () => {
    const made = oneJob();
    made.write(".env", "LAMP_ENV=production\nAWS_ENDPOINT_URL=http://192.0.2.1:9\n");
    const keys = ["AKIACANARYPROFILE000", "AKIACANARYVARIABLE00"];
    made.write(".aws/credentials", `[prod]\naws_access_key_id = ${keys[0]}\naws_secret_access_key = secret\n`);
    const theirs = {
      HOME: made.folder,
      AWS_PROFILE: "prod",
      AWS_ENDPOINT_URL: "http://192.0.2.1:9",
      AWS_ACCESS_KEY_ID: keys[1] ?? "",
      AWS_SECRET_ACCESS_KEY: "secret",
    };
    expect((await within(made, theirs, "sync")).code).toBe(0);
    const seen: string[] = [];
    const server = createServer((request, answer) => {
      seen.push(JSON.stringify(request.headers));
      answer.writeHead(400, { "content-type": "application/json" }).end('{"__type": "ValidationException"}');
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const command of ["plan", "history", "verify"]) await within(made, theirs, command, "--endpoint", endpoint);
    expect(seen.filter((headers) => headers.includes("Credential=")).length).toBeGreaterThan(0);
    expect(seen.filter((headers) => keys.some((key) => headers.includes(key)))).toEqual([]);
  },
);

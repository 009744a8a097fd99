// lamp dev as a process: one engine a project, a clear word when it cannot start, changes taken up, a clean end.
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { answerOf, HELLO, type LampProject, printed, project } from "./lamp.ts";

const JOBS = "app: acme\njobs:\n  hello: {schedule: every hour, handler: jobs/hello.ts}\n";
const started: ReturnType<LampProject["start"]>[] = [];

function dev(made: LampProject, ...words: string[]) {
  const child = made.start("dev", "--port", "0", ...words);
  started.push(child);
  return child;
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

describe("lamp dev", () => {
  test("does not start a second engine on one project, and other commands use the first", async () => {
    const made = project({ "jobs.yaml": JOBS, "jobs/hello.ts": HELLO });
    const first = dev(made);
    expect(await printed(first, "synced:")).toMatch(
      /engine {2}http:\/\/127\.0\.0\.1:\d+\npage {4}http:\/\/127\.0\.0\.1:\d+/,
    );
    const second = await answerOf(dev(made));
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining(`process ${first.pid}`) });
    const seen = printed(first, "succeeded");
    expect((await made.lamp("run", "hello")).code).toBe(0);
    expect(await seen).toContain("hello");
    first.kill("SIGINT");
    expect(await once(first, "close")).toEqual([0, null]);
    expect(existsSync(join(made.folder, ".lamp", "engine.json"))).toBe(false);
  });

  test("does not miss an edit, and an edit with a problem stops nothing", async () => {
    const made = project({ "jobs.yaml": JOBS, "jobs/hello.ts": HELLO });
    const child = dev(made);
    await printed(child, "synced:");
    const refused = printed(child, "the files have problems");
    made.write("jobs.yaml", JOBS.replace("schedule", "shedule"));
    expect(await refused).toContain("did you mean schedule");
    const synced = printed(child, "1 to change");
    made.write("jobs.yaml", JOBS.replace("every hour", "every 2 hours"));
    await synced;
    expect((await made.lamp("plan", "--exit-code")).code).toBe(0);
    const code = printed(child, "to change");
    made.write("jobs/hello.ts", HELLO.replace("hello", "good evening"));
    await code;
    expect((await made.lamp("run", "hello", "--wait")).err).toContain("good evening");
  });

  test("does not come back empty after kill -9", async () => {
    const made = project({ "jobs.yaml": JOBS, "jobs/hello.ts": HELLO });
    const child = dev(made);
    await printed(child, "synced:");
    expect((await made.lamp("run", "hello", "--wait")).code).toBe(0);
    child.kill("SIGKILL");
    await once(child, "close");
    expect((await made.lamp("plan", "--exit-code")).code).toBe(0);
    expect(JSON.parse((await made.lamp("history", "--json")).out).runs).toMatchObject([
      { job: "hello", status: "succeeded" },
    ]);
  });

  test("does not take a port that is taken", async () => {
    const made = project({ "jobs.yaml": JOBS, "jobs/hello.ts": HELLO });
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as { port: number };
    const answer = await made.lamp("dev", "--port", String(port));
    holder.close();
    expect(answer.code).toBe(1);
    expect(answer.err).toMatch(new RegExp(`Port ${port} .*taken.*--port`));
  });

  test("does not overwrite a damaged store", async () => {
    const made = project({ "jobs.yaml": JOBS, "jobs/hello.ts": HELLO });
    mkdirSync(join(made.folder, ".lamp"));
    const store = join(made.folder, ".lamp", "engine.db");
    const rubbish = "this is no database, and somebody may want it back ".repeat(200);
    writeFileSync(store, rubbish);
    const answer = await made.lamp("list");
    expect(answer.code).toBe(1);
    expect(answer.err).toMatch(/engine\.db is damaged/);
    expect(readFileSync(store, "utf8")).toBe(rubbish);
  });
});

// A move that is killed, at whatever moment: never do both fire, and the same command goes on to the end.
import { DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { expect, onTestFinished, test } from "vitest";
import { firedAlready } from "./fired-already.ts";
import { answerOf, project } from "./lamp.ts";

const KILLS = Number(process.env["KILLS"] ?? 6);

test("no kill of a move, or of the way back, leaves both on, or more to do than the same command again", {
  timeout: 600_000,
}, async () => {
  const made = project({});
  const fired = await firedAlready(made.folder, ["billing"]);
  onTestFinished(() => fired.close());
  await fired.rule("seldom", `cron(0 0 15 ${new Date().getUTCMonth() < 6 ? 11 : 4} ? *)`, {});
  made.write("config/local.yaml", `endpoint: ${fired.engine.endpoint}\n`);
  expect(await made.lamp("import", "--app", "shop")).toMatchObject({ code: 0 });
  expect(await made.lamp("sync")).toMatchObject({ code: 0 });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const place = { endpoint: fired.engine.endpoint, region: "us-east-1", credentials };
  const [events, scheduler] = [new EventBridgeClient(place), new SchedulerClient(place)];
  const states = async (): Promise<string> => {
    const rule = await events.send(new DescribeRuleCommand({ Name: "seldom" }));
    const own = await scheduler.send(new GetScheduleCommand({ GroupName: "shop-local", Name: "seldom" }));
    return `rule ${rule.State}, schedule ${own.State}`;
  };
  const move = (more: readonly string[]) =>
    made.start("import", "--move", "seldom", "--yes", "--wait-lock", "2m", ...more);
  const begun = performance.now();
  expect((await answerOf(move([]))).code).toBe(0);
  const whole = performance.now() - begun;
  const seen: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const isBack = kill % 2 === 0;
    const child = move(isBack ? ["--undo"] : []);
    const ended = answerOf(child);
    // Most of the time is the process's start; the changes come towards the end.
    await new Promise((resolve) => setTimeout(resolve, whole * (0.5 + (0.55 * (kill + 1)) / KILLS)));
    child.kill("SIGKILL");
    await ended;
    const between = await states();
    seen.push(between);
    expect(between).not.toBe("rule ENABLED, schedule ENABLED");
    expect(await answerOf(move(isBack ? ["--undo"] : []))).toMatchObject({ code: 0 });
    expect(await states()).toBe(isBack ? "rule ENABLED, schedule DISABLED" : "rule DISABLED, schedule ENABLED");
  }
  expect(seen).toHaveLength(KILLS);
});

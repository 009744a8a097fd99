// The warden: what it is told twice does it no harm, and a warden that died has a successor.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { Warden } from "../../../src/engine/lambda/host/warden.ts";

const groups: ChildProcess[] = [];
const warden = new Warden();

function group(): number {
  const child = spawn("/bin/sleep", ["60"], { detached: true, stdio: "ignore" });
  groups.push(child);
  if (child.pid === undefined) throw new Error("no process");
  return child.pid;
}

afterEach(() => {
  for (const child of groups.splice(0)) child.kill("SIGKILL");
});

const endOf = (pid: number) => groups.find((child) => child.pid === pid)?.signalCode;

const shells = () =>
  readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "latin1")
    .trim()
    .split(" ")
    .map(Number)
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("while read -r act id"));

describe.runIf(process.platform === "linux")("the warden", () => {
  test("does not lose its list to processes that it is told to forget again and again", async () => {
    const [kept, gone] = [group(), group()];
    warden.watch(kept);
    warden.watch(gone);
    for (let times = 0; times < 24; times++) warden.forget(gone);
    warden.close();
    await expect.poll(() => endOf(kept), { timeout: 3_000 }).toBe("SIGKILL");
    expect(endOf(gone)).toBe(null);
  });

  test("does not leave the living without a warden when its shell died", async () => {
    const [kept, gone, before] = [group(), group(), shells()];
    warden.watch(kept);
    warden.watch(gone);
    const others = () => shells().filter((pid) => !before.includes(pid));
    await expect.poll(others).toHaveLength(1);
    const [first] = others();
    if (first === undefined) throw new Error("no warden");
    process.kill(first, "SIGKILL");
    warden.forget(gone);
    await expect.poll(() => others().filter((pid) => pid !== first), { timeout: 5_000 }).toHaveLength(1);
    warden.close();
    await expect.poll(() => endOf(kept), { timeout: 3_000 }).toBe("SIGKILL");
    expect(endOf(gone)).toBe(null);
  });
});

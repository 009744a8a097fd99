// What a handler throws, returns and prints is read back with every command: nothing of it acts on a terminal, a sheet or a page.
import { expect, onTestFinished, test } from "vitest";
import { type LampProject, printed, project } from "./lamp.ts";
import { parseCsv } from "./parse-csv.ts";

const HANDLER = String.raw`import { job } from "lamplighter";
export const text = [
  "=HYPERLINK(\"http://evil.example\",\"+1\")", "\u001b[2J\u001b]0;owned\u0007\u001b]8;;http://evil.example\u001b\\link",
  "\u009b2J\u009d52;c;b3duZWQ=\u009c\u0090q\u007f\b\r", "\u202egnp.exe\u2066\u200b\ufeff\u061c\u2028\u{e0041}", "\ud800half",
  "<script>document.title='owned'</script>",
  "\nsucceeded\tforged\t2027-03-01T06:00:00Z\t\t\t1\tschedule\tforged.20270301T060000Z\t",
  "\nstatus    succeeded", "\n00:00:00.000  INFO forged", "x".repeat(1_000_000),
].join("");
export default job(async ({ how }) => {
  console.log(text.slice(0, 2_000));
  console.log(text);
  // The stack repeats it, and with more than a megabyte of both the letter does not fit into its queue, here as on AWS.
  const failure = new Error(text.slice(0, 300_000));
  failure.name = "@SUM(A1)\u001b[2J\n=1";
  if (how === "throw") throw failure;
  if (how === "text") throw text;
  return how === "list" ? [text, { [text]: text }] : text;
});
`;
const HOWS = ["throw", "text", "list", "return"];
const READINGS = [
  ["history"],
  ["history", "--csv"],
  ["list"],
  ["dlq", "list"],
  ...HOWS.flatMap((how) => [
    ["show", how],
    ["logs", how],
    ["logs", how, "--since", "1h"],
    ["history", how],
  ]),
];
/** Whatever a terminal obeys, turns round or hides; lines may have tabs. */
const ACTIVE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const FORGED = /^(succeeded\tforged|status {4}succeeded|00:00:00.000)/m;
const MOST = 600_000;

async function told(made: LampProject, words: readonly string[]): Promise<string> {
  const { code, out, err } = await made.lamp(...words);
  expect([words, code]).toEqual([words, 0]);
  expect(ACTIVE.exec(out + err)?.[0], words.join(" ")).toBeUndefined();
  expect(out.length, words.join(" ")).toBeLessThan(MOST);
  // A sheet has line breaks inside of its quotes, and its rows are counted below.
  if (!words.includes("--csv")) expect(FORGED.test(out), words.join(" ")).toBe(false);
  return out;
}

test("no text of a handler acts on a terminal, a sheet or a page, or passes for a row", {
  timeout: 120_000,
}, async () => {
  const jobs = HOWS.map(
    (how) => `  ${how}: {handler: jobs/hostile.ts, retry: {attempts: 0, maxAge: 1h}, input: {how: ${how}}}\n`,
  );
  const made = project({ "jobs.yaml": `app: acme\njobs:\n${jobs.join("")}`, "jobs/hostile.ts": HANDLER });
  const dev = made.start("dev", "--port", "0");
  let said = "";
  for (const stream of [dev.stdout, dev.stderr]) {
    stream?.on("data", (chunk) => {
      said += chunk;
    });
  }
  onTestFinished(async () => {
    if (dev.exitCode !== null) return;
    dev.kill("SIGINT");
    await new Promise((resolve) => dev.once("close", resolve));
  });
  await printed(dev, "synced");
  for (const how of HOWS) {
    const ended = printed(dev, `  ${how}  `);
    expect((await made.lamp("run", how)).code).toBe(0);
    await ended;
  }
  expect(ACTIVE.exec(said)?.[0]).toBeUndefined();

  for (const words of READINGS) {
    await told(made, words);
    if (!words.includes("--csv"))
      expect(JSON.parse(await told(made, [...words, "--json"]))).toMatchObject({ format: 1 });
  }
  expect((await told(made, ["history"])).trimEnd().split("\n")).toHaveLength(HOWS.length);
  const { runs } = JSON.parse(await told(made, ["history", "--json"]));
  expect(runs.map(({ job }: { job: string }) => job).sort()).toEqual([...HOWS].sort());
  for (const { job, due } of runs) for (const more of [[], ["--json"]]) await told(made, ["why", job, due, ...more]);

  const [head = [], ...rows] = parseCsv(await told(made, ["history", "--csv"]));
  expect(rows).toHaveLength(HOWS.length);
  for (const row of rows) {
    expect(row).toHaveLength(head.length);
    for (const field of row) expect(field).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
  }

  // What the page is given; that it draws text as text is tested in a browser.
  const page = said.match(/http:\/\/127\.0\.0\.1:\d+/g)?.[1];
  const state = await (await fetch(`${page}/api/state`)).text();
  expect(JSON.parse(state).runs).toHaveLength(HOWS.length);
  expect(state.length).toBeLessThan(MOST);

  const { letters } = JSON.parse(await told(made, ["dlq", "list", "--json"]));
  expect((await told(made, ["dlq", "list"])).trimEnd().split("\n")).toHaveLength(letters.length);
  expect(letters).toHaveLength(2);
  for (const { id } of letters) for (const more of [[], ["--json"]]) await told(made, ["dlq", "show", id, ...more]);
});

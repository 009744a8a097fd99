// The projects that are synced: small ones of which all faults are tried, and one of twenty jobs for seeded ones.
import { codeSha256Of, zipOf } from "../../../src/bundle/zip.ts";
import type { Project } from "../../../src/cli/project.ts";
import { loadModel } from "../../../src/manifest/load-model.ts";

export interface Version {
  readonly project: Project;
  codeOf(handler: string): { readonly code: Uint8Array; readonly codeSha256: string };
}

export function versionOf(jobs: Readonly<Record<string, string>>, code: string): Promise<Version> {
  const lines = Object.entries(jobs).map(([name, job]) => `  ${name}: {${job}}\n`);
  return versionOfText(`app: acme\njobs:${lines.length === 0 ? " {}" : ""}\n${lines.join("")}`, code);
}

export async function versionOfText(
  manifest: string,
  code: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Version> {
  const text = new TextEncoder().encode(manifest);
  const reader = {
    read: (path: string) => (path.endsWith("jobs.yaml") ? text : path.endsWith(".ts") ? new Uint8Array(1) : undefined),
    exists: (path: string) => !path.endsWith("local.yaml"),
    realpath: (path: string) => path,
    list: () => [],
  };
  const loaded = await loadModel({ file: "/acme/jobs.yaml", environment: "local", reader, variables });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { model } = loaded;
  return {
    project: { model, warnings: [], directory: "/acme", stateDirectory: "/acme/.lamp" },
    codeOf(handler) {
      const key = `${handler} ${code}`;
      const known = CODE.get(key) ?? zipped(key);
      CODE.set(key, known);
      return known;
    },
  };
}

const CODE = new Map<string, { readonly code: Uint8Array; readonly codeSha256: string }>();

function zipped(text: string) {
  const code = zipOf(new Map([["index.mjs", new TextEncoder().encode(`export const handler = () => "${text}";`)]]));
  return { code, codeSha256: codeSha256Of(code) };
}

const NOTHING = await versionOf({}, "");
export const daily = (time: string, handler: string, more = "") =>
  `schedule: every day at ${time}, handler: jobs/${handler}.ts${more}`;
const theirs = (time: string) => versionOf({ report: `schedule: every day at ${time}, function: theirs` }, "");

export interface Scenario {
  readonly name: string;
  /** In force before; undefined: nothing was ever synced. */
  readonly from: Version | undefined;
  readonly to: Version;
}

const SMALL = await versionOf({ report: daily("06:00", "report") }, "one");
const SMALL_EDITED = await versionOf({ report: daily("06:30", "report", ", memory: 512") }, "two");
const PAIR = await versionOf({ a: daily("06:00", "one"), b: daily("06:10", "one") }, "one");
const MOVED = await versionOf({ a: daily("06:00", "one"), c: daily("06:10", "two") }, "two");

export const SMALL_SCENARIOS: readonly Scenario[] = [
  { name: "first", from: undefined, to: SMALL },
  { name: "edit", from: SMALL, to: SMALL_EDITED },
  { name: "replace", from: PAIR, to: MOVED },
  { name: "remove", from: SMALL, to: NOTHING },
];

/** So small that every pair of faults can be tried. */
export const TINY_SCENARIOS: readonly Scenario[] = [
  { name: "tiny first", from: undefined, to: await theirs("06:00") },
  { name: "tiny edit", from: await theirs("06:00"), to: await theirs("06:30") },
];

function twenty(shift: number, code: string): Promise<Version> {
  const jobs: Record<string, string> = {};
  for (let number = shift; number < 20 + shift; number++) {
    const minute = String((number * 3 + shift) % 60).padStart(2, "0");
    const more = number % 4 === 0 ? `, memory: ${256 + 64 * shift}` : "";
    jobs[`job${number}`] = daily(`06:${minute}`, `handler${number % 5}`, more);
  }
  return versionOf(jobs, code);
}

export const TWENTY: readonly Scenario[] = [
  { name: "twenty", from: await twenty(0, "one"), to: await twenty(3, "two") },
  { name: "twenty at first", from: undefined, to: await twenty(0, "one") },
];

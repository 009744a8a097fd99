// Bundles a function of ours, the watcher's or the recorder's: code of ours alone, the same for every project of a version.
import { build, type Plugin } from "esbuild";
import type { Bundle } from "./bundle.ts";
import { FOR_LAMBDA } from "./bundle-handler.ts";
import { codeSha256Of, zipOf } from "./zip.ts";

/** Words of advice about Unix cron need it; what sync has put in force needs no advice. */
const WITHOUT_CRON_PARSER: Plugin = {
  name: "no cron-parser",
  setup(building) {
    building.onResolve({ filter: /^cron-parser$/ }, ({ path }) => ({ path, namespace: "left out" }));
    building.onLoad({ filter: /./, namespace: "left out" }, () => ({
      contents: "export const CronExpressionParser = undefined;",
    }));
  },
};

type Code = Pick<Bundle, "code" | "codeSha256">;

const made = new Map<string, Promise<Code>>();

/** `entry` exports `handler`. Made once in a process. */
export function bundleOwn(entry: string): Promise<Code> {
  const known = made.get(entry) ?? bundle(entry);
  made.set(entry, known);
  return known;
}

async function bundle(entry: string): Promise<Code> {
  const { outputFiles } = await build({ ...FOR_LAMBDA, entryPoints: [entry], plugins: [WITHOUT_CRON_PARSER] });
  const code = zipOf(new Map(outputFiles.map(({ contents }) => ["index.mjs", contents] as const)));
  return { code, codeSha256: codeSha256Of(code) };
}

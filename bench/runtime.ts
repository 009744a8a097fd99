// What the runtime adds to a function (P12): `npm run bench -- runtime [--json]`. Time to load over the bare handler's, and bytes
// as they are compressed, beside the usual stack for running once per event; both are bundled by the same bundler.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { unzipSync } from "fflate";
import { RUNTIME } from "../scripts/release-options.ts";
import { FOR_LAMBDA } from "../src/bundle/bundle-handler.ts";
import { bundleHandlers } from "../src/bundle/bundle-handlers.ts";
import { silentLog } from "../src/core/log.ts";
import { inTurn } from "./measure/in-turn.ts";
import { median, spreadOf } from "./measure/median.ts";
import { inOwnProcess } from "./measure/own-process.ts";
import { runtimePeer, scratch } from "./measure/peers.ts";
import { report } from "./measure/report.ts";

const ROUNDS = 25;
const BODY = "async () => ({ rows: 120 })";
const script = fileURLToPath(new URL("./function/import-time.ts", import.meta.url));
const source = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const { folder, remove } = scratch();

async function ours(): Promise<Uint8Array> {
  await build({ ...RUNTIME, entryPoints: { index: source("src/index.ts") }, outdir: join(folder, "lamplighter/dist") });
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "job.ts"), `import { job } from "lamplighter";\nexport default job(${BODY});\n`);
  const runtimeEntry = join(folder, "lamplighter/dist/index.js");
  const { bundles } = await bundleHandlers({ project, handlers: ["job.ts"], runtimeEntry, log: silentLog });
  return unzipSync(bundles.get("job.ts")?.code ?? new Uint8Array())["index.mjs"] ?? new Uint8Array();
}

/** With the note that leads to its source map, as our bundles have it. */
async function bundled(options: Parameters<typeof build>[0]): Promise<Uint8Array> {
  const shared = { ...FOR_LAMBDA, sourcemap: "linked", outfile: join(folder, "index.mjs") } as const;
  const { outputFiles } = await build({ ...shared, ...options, write: false });
  return outputFiles.find(({ path }) => path.endsWith(".mjs"))?.contents ?? new Uint8Array();
}

const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

try {
  const files = {
    bare: await bundled({ stdin: { contents: `export const handler = ${BODY};` } }),
    ours: await ours(),
    peer: await bundled({ entryPoints: [runtimePeer("handler.mjs")], minify: true, banner: { js: REQUIRE } }),
  };
  const load = (name: keyof typeof files) => {
    const path = join(folder, `${name}.mjs`);
    writeFileSync(path, files[name]);
    return () => inOwnProcess<{ ms: number }>(script, [path]).then(({ ms }) => ms);
  };
  const times = await inTurn(ROUNDS, { bare: load("bare"), ours: load("ours"), peer: load("peer") });
  const over = (name: "ours" | "peer") => (times[name] ?? []).map((ms, round) => ms - (times["bare"]?.[round] ?? 0));
  const bytes = (name: keyof typeof files) => gzipSync(files[name], { level: 9 }).byteLength;
  const [added, usual] = [bytes("ours") - bytes("bare"), bytes("peer") - bytes("bare")];
  const [figure, peer] = [median(over("ours")), median(over("peer"))];
  const stack = "middy + Powertools idempotency + client-dynamodb";
  report([
    {
      ...{ name: "time to load, over the bare handler", unit: "ms", figure, spread: spreadOf(over("ours")) },
      peers: { [stack]: peer },
      ...{ goal: "≤ 10 ms, ≤ 1/7 of the peer", met: figure <= 10 && figure <= peer / 7 },
    },
    {
      ...{ name: "compressed, over the bare handler", unit: "bytes", figure: added, peers: { [stack]: usual } },
      ...{ goal: "≤ 10,240 bytes", met: added <= 10_240 },
    },
  ]);
} finally {
  remove();
}

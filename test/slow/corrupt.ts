// Damage: one bit flipped, or a file cut short, at thousands of places of a store; each time it is opened and read through.
// `npm run corrupt -- [--times N] [--seed N]`
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { copyTo, judge, keepStore, sealOf } from "../engine/store/kept-store.ts";
import { seededRandom } from "./seeded-random.ts";

const { values } = parseArgs({
  options: { times: { type: "string", default: "10000" }, seed: { type: "string", default: "1" } },
});
const times = Number(values.times);
const random = seededRandom(Number(values.seed));
const scratch = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "lamp-corrupt-"));
const live = join(scratch, "live");
const before = { seal: 0 };
const kept = await keepStore(scratch, 2_000, async () => {
  before.seal ||= sealOf(live);
  while (sealOf(live) === before.seal) await new Promise((resolve) => setTimeout(resolve, 5));
});
const files = [...kept.files];
const total = files.reduce((sum, [, bytes]) => sum + bytes.length, 0);

/** A file, chosen as often as it is large: damage knows no names. */
function anyPlace(): { readonly name: string; readonly bytes: Buffer; readonly at: number } {
  let at = Math.floor(random() * total);
  for (const [name, bytes] of files) {
    if (at < bytes.length) return { name, bytes, at };
    at -= bytes.length;
  }
  throw new RangeError("no place");
}

const tally = new Map<string, number>();
const served: string[] = [];
const copy = join(scratch, "copy");
for (let time = 0; time < times; time++) {
  const { name, bytes, at } = anyPlace();
  copyTo(kept, copy);
  const cut = time % 5 === 4;
  const damaged = Buffer.from(cut ? bytes.subarray(0, at) : bytes);
  const bit = Math.floor(random() * 8);
  if (!cut) damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
  writeFileSync(join(copy, name), damaged);
  const verdict = await judge(copy, kept.contents);
  const kind = name.startsWith("s3") ? "object" : name;
  const what = `${kind} ${cut ? "cut" : "bit"} ${verdict.kind}`;
  tally.set(what, (tally.get(what) ?? 0) + 1);
  if (verdict.kind === "served") served.push(`${name} ${cut ? "cut at" : `bit ${bit} of`} byte ${at}`);
  if (time % 1_000 === 999) process.stderr.write(`${time + 1} times, ${served.length} served\n`);
}
const refused = [...tally].filter(([what]) => what.endsWith("refused")).reduce((sum, [, count]) => sum + count, 0);
const harmless = times - refused - served.length;
process.stdout.write(
  `seed ${values.seed}; ${times} times damaged a store of ${total} bytes: refused ${refused} (${((100 * refused) / times).toFixed(2)} %), ` +
    `unchanged in all that it keeps ${harmless}, served as truth ${served.length}\n` +
    [...tally]
      .sort()
      .map(([what, count]) => `  ${what}: ${count}\n`)
      .join("") +
    served
      .slice(0, 20)
      .map((each) => `SERVED ${each}\n`)
      .join(""),
);
rmSync(scratch, { recursive: true, force: true });
if (served.length > 0) process.exitCode = 1;

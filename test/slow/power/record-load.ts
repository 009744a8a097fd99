// An engine under load in one process with its clients, to be run under strace: what it writes and syncs is the recording.
// The clients' evidence is written beside, so that the trace says in which order things were written and acknowledged.
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { startEngine } from "../../../src/engine/engine.ts";
import { connect } from "../crash/clients.ts";
import { Evidence } from "../crash/evidence.ts";
import { load } from "../crash/load.ts";
import { prepareTargets } from "../crash/prepare.ts";
import { seededRandom } from "../seeded-random.ts";

const [scratch = ".", changes = "400", seed = "1"] = process.argv.slice(2);
const directory = join(scratch, "store");
const evidence = new Evidence(join(scratch, "evidence"));
const random = seededRandom(Number(seed));

// Two lives, the first ended in order: a store being made, closed, opened again.
for (const life of [1, 2]) {
  const engine = await startEngine({ directory });
  const clients = connect(engine.endpoint);
  if (life === 1) {
    await prepareTargets(clients);
    appendFileSync(join(scratch, "evidence"), "prepared\n");
  }
  const enough = evidence.acknowledged + Number(changes);
  await load(
    {
      clients,
      evidence,
      random,
      prefix: `l${life}`,
      stopped: () => evidence.acknowledged >= enough,
      events: false,
    },
    4,
  );
  clients.close();
  if (life === 1) await engine.close();
}
process.exit();

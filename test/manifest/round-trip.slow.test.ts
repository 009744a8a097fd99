// What a manifest makes reads back as it was made: after a sync of any fixture a plan is empty, and no order of its jobs changes it.
import { expect, test } from "vitest";
import { stableJson } from "../../src/core/json.ts";
import { desiredResources, WATCH_CODE } from "../../src/desired/desired-resources.ts";
import { groupJobs } from "../../src/desired/group-jobs.ts";
import type { Model } from "../../src/manifest/model.ts";
import { FaultyDoor } from "../slow/sync-faults/faulty-door.ts";
import { versionOfText } from "../slow/sync-faults/projects.ts";
import { openWorld } from "../slow/sync-faults/world.ts";
import { modelOf } from "./load.ts";
import { GOOD, VARIABLES } from "./schema-fixtures.ts";

const MANY = Object.values(GOOD)
  .flatMap((text, number) => text.split("jobs:\n")[1]?.replace("  report:", `  report${number}:`) ?? [])
  .join("");
/** In the ledger's world an application has this name. Layers are among what the engine refuses (docs/engine.md). */
const named = (text: string) => text.replace("app: shop", "app: acme").replaceAll(/ *layers: .*\n/g, "");
const FIXTURES = { ...GOOD, "all of them in one": `app: shop\njobs:\n${MANY}` };

test.each(Object.entries(FIXTURES))("nothing is left to do after a sync of %s", async (_name, text) => {
  const world = openWorld();
  const version = await versionOfText(named(text), "one", VARIABLES);
  const { send } = new FaultyDoor(world.engine, new Map()).enter("sync");
  const first = await world.sync(version, send);
  expect(first).toMatchObject({ kind: "done" });
  expect(await world.sync(version, send)).toEqual({ kind: "done", actions: 0 });
  await world.close();
});

test.each(Object.entries(FIXTURES))("no order of jobs changes a byte of what %s makes", (_name, text) => {
  const model = modelOf(text, { variables: VARIABLES });
  const bytes = bytesOf(model);
  expect(bytesOf({ ...model, jobs: model.jobs.toReversed() })).toBe(bytes);
  expect(bytesOf({ ...model, jobs: [...model.jobs.slice(3), ...model.jobs.slice(0, 3)] })).toBe(bytes);
});

function bytesOf(model: Model): string {
  const place = { partition: "aws", account: "000000000000", region: "us-east-1" };
  const code = new Map(groupJobs(model).map(({ handler }) => [handler, "hash"]));
  code.set(WATCH_CODE, "hash");
  return stableJson(desiredResources(model, place, code, Date.parse("2027-03-01T08:00:00Z")));
}

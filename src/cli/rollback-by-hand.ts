// A job's function goes back to an earlier version, by hand, while no sync is under way.
import { liveVersion, moveLive, publishedVersions } from "../aws/live-version.ts";
import { createAdapters } from "../aws/resources/adapters.ts";
import { systemClock } from "../core/clock.ts";
import { ownTags } from "../desired/desired-resources.ts";
import { type FunctionGroup, groupJobs } from "../desired/group-jobs.ts";
import { resourceKey } from "../desired/resource.ts";
import type { CommandLine } from "./command.ts";
import type { Connection } from "./connection.ts";
import { CommandFailed, UsageError } from "./errors.ts";
import { EXIT } from "./exit-code.ts";
import { findJob } from "./find-job.ts";
import { forgetReading } from "./forget-reading.ts";
import type { Project } from "./project.ts";
import { askForAccount } from "./refuse-other-account.ts";
import { jsonDocument } from "./render/json-document.ts";
import { SHORT_PATIENCE_MS, withSyncLock } from "./with-sync-lock.ts";

const NEXT = "lamp plan shows this as a change, and the next lamp sync puts the code of the file live again";

export async function rollbackByHand(project: Project, connection: Connection, line: CommandLine): Promise<number> {
  const { options, terminal } = line;
  const wanted = versionGiven(options.text("to"));
  const group = groupOf(project, line.positional[0] ?? "");
  await refuseOthers(project, connection, group.name);
  const locking = { what: "lamp rollback", patienceMs: SHORT_PATIENCE_MS };
  const { from, to } = await withSyncLock(connection, line, locking, (locked) => goBack(locked, group.name, wanted));
  const jobs = group.jobs.map(({ name }) => name);
  if (options.flag("json")) {
    terminal.out(jsonDocument({ function: group.name, from, to, jobs, next: NEXT }));
    return EXIT.done;
  }
  terminal.out(`${group.name}: version ${to} is live, was ${from}; it runs ${jobs.join(", ")}`);
  terminal.note(`${NEXT}: take the change back in the file as well`);
  return EXIT.done;
}

async function goBack({ clients, ledger }: Connection, name: string, wanted: number | undefined) {
  const live = await liveVersion(clients, name);
  if (!live) throw new CommandFailed(`Function ${name} has no version that is live: lamp sync makes one`);
  const from = live.version;
  if (wanted === from) throw new CommandFailed(`Version ${from} of ${name} is live already`);
  const there = await publishedVersions(clients, name);
  const to = wanted === undefined ? there.findLast((version) => version < from) : there.find((one) => one === wanted);
  if (to === undefined) {
    const what = wanted === undefined ? `version before ${from}, which is live` : `version ${wanted}`;
    throw new CommandFailed(`Function ${name} has no ${what}. There are: ${there.join(", ")}`);
  }
  // An alias has a revision of its own, which no listing of functions shows (Lambda API, AliasConfiguration).
  await forgetReading(ledger, resourceKey({ kind: "function", name }));
  await moveLive(clients, name, live, to);
  return { from, to };
}

function groupOf({ model }: Project, named: string): FunctionGroup {
  const job = findJob(model, named);
  const group = groupJobs(model).find(({ jobs }) => jobs.some(({ name }) => name === job.name));
  if (group) return group;
  const existing = "function" in job.code ? job.code.function : "";
  throw new CommandFailed(`Job ${job.name} runs the existing function ${existing}, which lamp never changes`);
}

/** The account is the environment's, and the function of that name is ours. */
async function refuseOthers({ model }: Project, connection: Connection, name: string): Promise<void> {
  await askForAccount(model.environment, connection);
  const { clients } = connection;
  const found = await createAdapters({ clients, clock: systemClock }).function.read({ name });
  if (!found) throw new CommandFailed(`Function ${name} is not there: lamp sync makes it`);
  const ours = Object.entries(ownTags(model.app, model.environment.name)).every(
    ([key, value]) => found.tags[key] === value,
  );
  if (!ours) throw new CommandFailed(`Function ${name} is not ours: it lacks this app's tags. Nothing was changed.`);
}

function versionGiven(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError(`--to: expected a published version like 3, got "${text}"`);
  return Number(text);
}

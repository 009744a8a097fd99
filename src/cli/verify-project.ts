// Verifies an environment against its file. Nothing is bundled: which code a function has is for the plan to say.
import { identityOf } from "../aws/identity.ts";
import { inspect } from "../aws/inspect/inspect.ts";
import { readingOf } from "../aws/inspect/reading.ts";
import { systemClock } from "../core/clock.ts";
import { desiredResources, RECORDER_CODE, WATCH_CODE } from "../desired/desired-resources.ts";
import { groupJobs } from "../desired/group-jobs.ts";
import { groupName } from "../desired/names.ts";
import { readSyncState } from "../ledger/reads/sync-state.ts";
import { readWatchMark } from "../ledger/watch-mark.ts";
import { flatten } from "../verification/check.ts";
import type { WatchFacts } from "../verification/evidence.ts";
import { verify } from "../verification/verify.ts";
import type { CommandLine } from "./command.ts";
import type { Connection } from "./connection.ts";
import { EXIT } from "./exit-code.ts";
import type { Project } from "./project.ts";
import { refuseOtherAccount } from "./refuse-other-account.ts";
import { jsonDocument } from "./render/json-document.ts";
import { renderVerification } from "./render/verification.ts";

export async function verifyProject({ model }: Project, connection: Connection, line: CommandLine): Promise<number> {
  const { clients, embedded } = connection;
  const { terminal, options } = line;
  const { name } = model.environment;
  const place = await identityOf(clients);
  refuseOtherAccount(model.environment, place);
  const now = systemClock.now();
  const noCode = new Map(groupJobs(model).map(({ handler }) => [handler, ""] as const));
  for (const code of [WATCH_CODE, RECORDER_CODE]) noCode.set(code, "");
  const { resources } = desiredResources(model, place, noCode, now);
  const [evidence, watch] = await Promise.all([
    inspect(clients, systemClock, resources, place),
    embedded || !model.watch ? undefined : readingOf(watchFacts(connection)),
  ]);
  const roots = verify(resources, place, { ...evidence, watch }, now);
  const checks = flatten(roots);
  const ok = !checks.some(({ result }) => result === "NG");
  if (options.flag("json")) {
    terminal.out(jsonDocument({ ok, checks: checks.map((check) => ({ ...check, fix: check.fix ?? null })) }));
  } else {
    for (const text of renderVerification(groupName(model.app, name), roots, terminal)) terminal.out(text);
  }
  return ok ? EXIT.done : EXIT.failed;
}

async function watchFacts({ readableLedger }: Connection): Promise<WatchFacts> {
  const [mark, { record }] = await Promise.all([readWatchMark(readableLedger), readSyncState(readableLedger)]);
  return { lookedAt: mark?.at, doneTo: mark?.doneTo, syncedAt: record?.at };
}

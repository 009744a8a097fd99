// What was seen of one run in one seed, in order of time.
import type { Played } from "./world/play.ts";

const time = (at: number | undefined): string => (at === undefined ? "…" : new Date(at).toISOString().slice(5, 23));

/** `subject` is a finding's: a run id, with its attempt after a space, or a run's key. */
export function shown({ scenario, evidence, history }: Played, subject: string): readonly string[] {
  const [id = ""] = subject.split(" ");
  const runId = id.includes("#") ? id.replace("#", ".").replaceAll(/(?<=[T\d].*)[-:]/g, "") : id;
  const jobName = runId.split(".")[0];
  const job = scenario.jobs.find(({ name }) => name === jobName);
  const lines: [number, string][] = [];
  for (const one of evidence.changes.filter((change) => change.runId.startsWith(runId))) {
    const { state, attempt, generation, leaseUntil, reason, writer, claim } = one;
    const what = `${state} attempt ${attempt} generation ${generation} claim ${claim?.slice(0, 4)} lease ${time(leaseUntil)}`;
    lines.push([one.at, `  ledger: ${what} ${reason ?? ""} (by ${writer.slice(0, 8)})`]);
  }
  for (const one of evidence.executions.filter((execution) => execution.job === jobName)) {
    const mark = one.runId.startsWith(runId) ? "  handler" : "  (other)";
    const until = `until ${time(one.endAt)} ${one.end} ${one.abortedAt ? `told to stop ${time(one.abortedAt)}` : ""}`;
    lines.push([one.startAt, `${mark}: ${one.runId} attempt ${one.attempt} ${until} (${one.requestId.slice(0, 8)})`]);
  }
  for (const one of evidence.invocations.filter(({ job: name }) => name === jobName)) {
    const until = `until ${time(one.endAt)} ${one.status}, deadline ${time(one.deadlineAt)}`;
    lines.push([one.startAt, `  invocation ${one.requestId.slice(0, 8)} of ${one.key} ${until}`]);
  }
  for (const one of evidence.looks) {
    const what = `done to ${time(one.doneTo)}, ${one.recorded} written, started ${one.started.join(" ") || "none"}`;
    lines.push([one.at, `  watched: ${what}`]);
  }
  for (const one of evidence.asked)
    lines.push([one.at, `  operator: ${one.kind} ${one.runId} ${one.acked} ${one.detail}`]);
  for (const one of evidence.engineAway) lines.push([one.fromAt, `  engine away until ${time(one.toAt)}`]);
  for (const one of evidence.inForce) {
    const { plan, enabled, pausedUntil, sureAt, notedAt } = one;
    lines.push([
      one.fromAt,
      `  in force (${time(sureAt)}, noted ${time(notedAt)}): ${one.schedule} ${JSON.stringify({ enabled, pausedUntil, plan })}`,
    ]);
  }
  for (const one of scenario.ledgerAway) lines.push([one.fromAt, `  ledger away until ${time(one.toAt)}`]);
  for (const row of history.get(jobName ?? "") ?? []) {
    if (!row.key.startsWith(id) && row.id !== runId) continue;
    lines.push([
      Number.POSITIVE_INFINITY,
      `  history: ${row.id} ${row.status} ${row.reason} ${row.attempts.map((a) => a.outcome)}`,
    ]);
  }
  lines.sort(([a], [b]) => a - b);
  return [
    `${JSON.stringify({ ...job, plans: undefined })}`,
    ...lines.map(([at, text]) => `${Number.isFinite(at) ? time(at) : "at the end        "}${text}`),
  ];
}

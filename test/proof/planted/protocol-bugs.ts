// Bugs of the protocol, each as a change of the product's text: the proof must find every one of them.

export interface ProtocolBug {
  readonly name: string;
  /** Under src. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The first seed, where an earlier world does not end with it: due times that come again are looked for for ever. */
  readonly firstSeed?: number;
}

export const PROTOCOL_BUGS: readonly ProtocolBug[] = [
  {
    name: "a claim without its condition",
    file: "ledger/writes/claim-run.ts",
    from: "`attribute_not_exists(#pk) OR NOT",
    to: "`attribute_exists(#pk) OR attribute_not_exists(#pk) OR NOT",
  },
  {
    name: "another delivery takes a running attempt over",
    file: "ledger/writes/claim-run.ts",
    from: "#state = :running AND #leaseUntil < :now",
    to: "#state = :running AND #leaseUntil > :now",
  },
  {
    name: "a crashed attempt's own retry is refused",
    file: "ledger/writes/claim-run.ts",
    from: "AND #requestId = :requestId AND #claim <> :claim",
    to: "AND #requestId = :requestId AND #claim = :claim",
  },
  {
    name: "an earlier generation takes a later one",
    file: "ledger/writes/claim-run.ts",
    from: "OR NOT #generation > :generation AND (",
    to: "OR (",
  },
  {
    name: "a lost answer to a claim counts as another's claim",
    file: "ledger/writes/claim-run.ts",
    from: 'return run?.claim === claimant.claim ? { kind: "claimed", run }',
    to: 'return run?.claim === "" ? { kind: "claimed", run }',
  },
  {
    name: "a further generation of a success is run",
    file: "ledger/writes/claim-run.ts",
    from: '${force ? "" : " AND #state <> :succeeded"}',
    to: '${force ? "" : " OR #state = :succeeded"}',
  },
  {
    name: "a redrive without a generation",
    file: "runs/dead-letters/redrive-letters.ts",
    from: "const generation = Math.max(letter.generation + 1, again.generation);",
    to: "const generation = letter.generation;",
  },
  {
    name: "a letter is deleted though its event was refused",
    file: "runs/dead-letters/redrive-letters.ts",
    from: 'result?.status === "redriven" || ',
    to: 'result?.status === "failed" || result?.status === "redriven" || ',
  },
  {
    name: "the letter of a crashed run is taken away",
    file: "runs/dead-letters/redrive-letters.ts",
    from: 'if (again.kind === "going") return end("left"',
    to: 'if (again.kind === "going") return end("duplicate"',
  },
  {
    name: "a failure is recorded as a success",
    file: "ledger/writes/finish-attempt.ts",
    from: '=== "skipped" && run.attempt === 1 ? "skipped" : "failed"',
    to: '=== "skipped" && run.attempt === 1 ? "skipped" : "succeeded"',
  },
  {
    name: "the overlap rule is dropped",
    file: "runtime/run/take-turn.ts",
    from: '=== "allow") return GO;',
    to: '!== "queue") return GO;',
  },
  {
    name: "the overlap lock falls to whoever asks",
    file: "ledger/writes/overlap-lock.ts",
    from: "return mayLive && until >= ledger.clock.now() ? until : undefined;",
    to: "return mayLive && until < ledger.clock.now() ? until : undefined;",
  },
  {
    name: "a run that timed out is taken for ended at once",
    file: "ledger/writes/overlap-lock.ts",
    from: '?.outcome === "timed out"',
    to: '?.outcome === "skipped"',
  },
  {
    name: "a run that has ended keeps the overlap lock",
    file: "ledger/writes/overlap-lock.ts",
    from: "const mayLive =",
    to: "const mayLive = run !== undefined ||",
  },
  {
    name: "the queue forgets who waits",
    file: "runtime/conduct-run.ts",
    from: 'if (envelope.policy.overlap !== "queue") return;',
    to: 'if (envelope.policy.overlap !== "allow") return;',
  },
  {
    name: "the queue gives its place away",
    file: "ledger/writes/enter-queue.ts",
    from: 'return run?.state !== "pending";',
    to: 'return run?.state === "pending";',
  },
  {
    name: "a skip is not written down",
    file: "runtime/conduct-run.ts",
    from: 'await finishAttempt(ledger, run, { outcome: "skipped", reason });',
    to: "",
  },
  {
    name: "a failed run whose retry found the job busy is done with",
    file: "runtime/conduct-run.ts",
    from: "if (run.attempt > 1 && !run.cancel) throw",
    to: "if (run.attempt > 9 && !run.cancel) throw",
  },
  {
    name: "startBy is not looked at",
    file: "runtime/conduct-run.ts",
    from: "now > latest) return",
    to: "now > latest + 86_400_000) return",
  },
  {
    name: "startBy is half as long",
    file: "runtime/conduct-run.ts",
    from: "startBySeconds * 1_000",
    to: "startBySeconds * 50",
  },
  {
    name: "a cancel is forgotten by the retry",
    file: "runtime/conduct-run.ts",
    from: "if (run.cancel) return cancelText(run.cancel);",
    to: "",
  },
  {
    name: "a cancel is not looked for",
    file: "runtime/run/cancel-watch.ts",
    from: "const LOOK_EVERY_MS = 5_000;",
    to: "const LOOK_EVERY_MS = 500_000;",
  },
  {
    name: "a ledger that does not answer is taken for a claim",
    file: "runtime/dynamo/signed-dynamo.ts",
    from: "if (tries >= TRIES) throw",
    to: "if (tries >= TRIES) return { Attributes: JSON.parse(body).Key }; if (tries > TRIES) throw",
  },
  {
    name: "a handler's failure is hidden from Lambda",
    file: "runtime/conduct-run.ts",
    from: "    throw passable(thrown, error);\n",
    to: "    return undefined;\n",
  },
  {
    name: "a timed-out attempt ends as a success of its invocation",
    file: "runtime/conduct-run.ts",
    from: "  await work;\n  throw new TimedOut(0);",
    to: "  return undefined as never;",
  },
  {
    name: "a due time that ran is called missed as well",
    file: "history/holes.ts",
    from: "runs.map((run) => run.runKey)",
    to: "runs.slice(1).map((run) => run.runKey)",
  },
  {
    name: "what a pause held back is forgotten",
    file: "history/holes.ts",
    from: "(revision.enabled || paused)",
    to: "revision.enabled",
  },
  {
    name: "a revision ends with the first later one of any schedule",
    file: "history/holes.ts",
    from: "find(({ schedule }) => schedule === revision.schedule)",
    to: "find(({ schedule }) => schedule !== revision.schedule)",
  },
  {
    name: "a record goes before the last redelivery can come",
    file: "ledger/writes/expiry.ts",
    from: "Math.max(SHORTEST_KEEP_DAYS, keepDays) * DAY_SECONDS",
    to: "DAY_SECONDS / 24",
  },
  {
    name: "the watcher's mark runs ahead of what it has looked at",
    file: "watch/look.ts",
    from: "    const through = await stretch(doors",
    to: "    await moveWatchMark(ledger, { doneTo: toAt, part: undefined });\n    const through = await stretch(doors",
  },
  {
    name: "the watcher leaves what waits for nothing",
    file: "ledger/reads/stranded-in-queue.ts",
    from: "return overAt + PATIENCE_MS > now ?",
    to: "return overAt + PATIENCE_MS < now ?",
  },
  {
    name: "what was noted as missed is closed for good",
    file: "ledger/writes/claim-run.ts",
    from: '"#state IN (:pending, :missed) AND',
    to: '"#state = :pending AND #state <> :missed AND',
  },
  {
    name: "a local time that comes twice is due twice",
    file: "schedule/times/zone-table.ts",
    from: "(starts[index] ?? 0) + offset, passed));",
    to: "(starts[index] ?? 0) + offset, 0));",
    firstSeed: 21,
  },
  {
    name: "what clocks skipped is not told",
    file: "watch/lost-to-clocks.ts",
    from: "!revision.unrecorded && fromAt < toAt",
    to: "!revision.unrecorded && fromAt > toAt",
  },
];

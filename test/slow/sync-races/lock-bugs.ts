// Bugs of the lock and of what looks at it, each as a change of the product's text: the races must find every one of them.
import type { ProtocolBug } from "../../proof/planted/protocol-bugs.ts";

export const LOCK_BUGS: readonly ProtocolBug[] = [
  {
    name: "the lock falls to whoever asks",
    file: "ledger/writes/sync-lock.ts",
    from: "OR #leaseUntil < :now OR",
    to: "OR #leaseUntil > :now OR #leaseUntil < :now OR",
  },
  {
    name: "a lease ends half a minute early for others",
    file: "ledger/writes/sync-lock.ts",
    from: '":now": now,\n      ":lease": now + SYNC_LEASE_MS,',
    to: '":now": now + 30_000,\n      ":lease": now + SYNC_LEASE_MS,',
  },
  {
    name: "the lock is renewed though it is somebody else's",
    file: "ledger/writes/sync-lock.ts",
    from: 'ConditionExpression: "#owner = :owner",',
    to: 'ConditionExpression: "#owner = :owner OR #owner <> :owner",',
  },
  {
    name: "a holder trusts its lease for ever",
    file: "cli/sync-lock.ts",
    from: "return left >= LEAST_LEFT_MS && left <= SYNC_LEASE_MS;",
    to: "return left <= SYNC_LEASE_MS;",
  },
  {
    name: "a holder begins a change with nothing left of its lease",
    file: "cli/sync-lock.ts",
    from: "const LEAST_LEFT_MS = SYNC_LEASE_MS / 2;",
    to: "const LEAST_LEFT_MS = 0;",
  },
  {
    name: "a lost lock is no obstacle",
    file: "cli/sync-lock.ts",
    from: "if (!this.#lost) return undefined;\n    return",
    to: "if (!this.#lost || this.#lost) return undefined;\n    return",
  },
  {
    name: "the requests of a change that was begun ask nobody",
    file: "aws/clients-under.ts",
    from: 'if (!READING.test(context.commandName ?? "")) await ask();',
    to: 'if (context.commandName === "") await ask();',
  },
  {
    name: "what is written down asks nobody",
    file: "ledger/dynamo-under.ts",
    from: "if (!READING.has(operation)) await ask();",
    to: "if (READING.has(operation)) await ask();",
  },
  {
    name: "a first sync goes on though another has been there",
    file: "cli/with-sync-lock.ts",
    from: "return lock === undefined || lock.isFirst ?",
    to: "return lock === undefined || lock !== undefined ?",
  },
  {
    name: "a first sync takes no lock",
    file: "cli/with-sync-lock.ts",
    from: "    if (!lock) late ??= takeLate();\n    const why = await late;\n    if (why",
    to: "    if (lock) late ??= takeLate();\n    const why = await late;\n    if (!lock) return undefined;\n    if (why",
  },
  {
    name: "a lock is given back that is somebody else's",
    file: "ledger/writes/sync-lock.ts",
    from: '    ...ifStill(lock, lock.unsettled ? { ":yes": true } : {}),',
    to: '    ConditionExpression: "attribute_exists(#owner)",\n    ...(lock.unsettled ? { ExpressionAttributeValues: marshalItem({ ":yes": true }) } : {}),',
  },
  {
    name: "a pause needs no lock",
    file: "cli/pause-by-hand.ts",
    from: "  const schedules = await withSyncLock(connection, line, locking, async (locked, gate) => {\n",
    to: "  const schedules = await (async (run: (c: Connection, g: { unsettled(): boolean; settle(): void; obstacle(): Promise<undefined> }) => Promise<readonly string[]>) => run(connection, { unsettled: () => false, settle() {}, obstacle: async () => undefined }))(async (locked, gate) => {\n",
  },
  {
    name: "what a dead holder put in force is not written down",
    file: "cli/sync-project.ts",
    from: "  if (gate.unsettled()) {\n",
    to: "  if (gate.unsettled() && made.jobs.length < 0) {\n",
  },
  {
    name: "a sync that finds all done leaves the word of the one before",
    file: "cli/sync-project.ts",
    from: "if (complete && (results.length > 0 || isNews)) {",
    to: "if (complete && (results.length > 0 || (isNews && results.length > 0))) {",
  },
  {
    name: "a destroy takes the ledger first",
    file: "plan/order.ts",
    from: "const rank = last(a) ? RANK[b.kind] - RANK[a.kind] :",
    to: 'const rank = last(a) ? (b.kind === "table" ? 99 : RANK[b.kind]) - (a.kind === "table" ? 99 : RANK[a.kind]) :',
  },
  {
    name: "a refusal names nobody",
    file: "cli/errors.ts",
    from: "`${by} runs ${what} here since",
    to: "`Somebody runs ${what} here since",
  },
];

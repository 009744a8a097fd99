// StartLiveTail: what is logged from now on, each second what came in it, until the caller goes (User Guide, Live Tail).
import type { Call } from "../service.ts";
import { ServiceError } from "../service.ts";
import { compileFilter } from "./filter-pattern.ts";
import type { Taken } from "./followers.ts";
import { LiveTailSession } from "./live-tail-session.ts";
import { invalidParameter } from "./log-errors.ts";
import { groupNameOfArn } from "./log-names.ts";
import type { LogStore } from "./log-store.ts";

interface LiveTailInput {
  readonly logGroupIdentifiers: readonly string[];
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefixes?: readonly string[];
  readonly logEventFilterPattern?: string;
}

/** Quota of an account and region (User Guide, CloudWatch Logs quotas). */
const MOST_SESSIONS = 15;

export function liveTailOperation(logs: LogStore) {
  const open = new Set<LiveTailSession>();
  return (input: LiveTailInput, call: Pick<Call, "requestId" | "signal">) => {
    const wanted = wantedOf(logs, input);
    if (open.size >= MOST_SESSIONS) {
      throw new ServiceError(
        "LimitExceededException",
        `At most ${MOST_SESSIONS} Live Tail sessions are open at a time.`,
      );
    }
    const { requestId, signal } = call;
    const start = { ...input, requestId, sessionId: logs.context.random.uuid() };
    const session = new LiveTailSession(logs, { start, wanted, signal, ended: () => open.delete(session) });
    open.add(session);
    return { responseStream: session };
  };
}

function wantedOf(logs: LogStore, input: LiveTailInput): (event: Taken) => boolean {
  const { logStreamNames: names, logStreamNamePrefixes: prefixes } = input;
  if (names && prefixes) {
    throw invalidParameter("logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.");
  }
  if ((names || prefixes) && input.logGroupIdentifiers.length > 1) {
    throw invalidParameter("Log streams can be chosen only where one log group is.");
  }
  const groups = new Set(input.logGroupIdentifiers.map(groupNameIn));
  for (const name of groups) logs.group(name);
  const matches = compileFilter(input.logEventFilterPattern ?? "");
  return ({ group, stream, event }) =>
    groups.has(group) &&
    (names === undefined || names.includes(stream)) &&
    (prefixes === undefined || prefixes.some((prefix) => stream.startsWith(prefix))) &&
    matches(event.message);
}

/** By its ARN, without the `:*` (API reference, StartLiveTail). */
function groupNameIn(identifier: string): string {
  if (identifier.startsWith("arn:") && !identifier.endsWith("*")) return groupNameOfArn(identifier);
  throw invalidParameter(
    `${identifier} is no log group's ARN: give arn:aws:logs:REGION:ACCOUNT:log-group:NAME, without :*.`,
  );
}

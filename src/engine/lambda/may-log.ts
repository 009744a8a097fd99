// Log lines of functions go out as the function's role: without the permission they are lost, as on AWS.
import { streamArn } from "../logs/access.ts";
import type { LogEvent } from "../logs/log-store.ts";
import type { LogsService } from "../logs/service.ts";
import type { EngineContext } from "../service.ts";
import type { FunctionSpec } from "./host/invocation.ts";
import type { ExecutionRoles } from "./roles.ts";

export type PutLines = (spec: FunctionSpec, stream: string, lines: readonly LogEvent[]) => void;

interface Known {
  readonly revision: number;
  readonly mayWrite: boolean;
  readonly mayMakeGroup: boolean;
}

const MOST_STREAMS = 1_000;

/** Lambda Developer Guide, execution role: the group is made only by a role that may. */
export function putAsRole(
  context: Pick<EngineContext, "region" | "account">,
  roles: ExecutionRoles,
  logs: Pick<LogsService, "put" | "hasGroup">,
): PutLines {
  const known = new Map<string, Known>();

  /** Asked for every line, so kept for each stream until a role changes. */
  function rightsOf(spec: FunctionSpec, stream: string): Known {
    const before = known.get(stream);
    if (before?.revision === roles.revision()) return before;
    const may = (action: string, to: string) =>
      roles.denial(spec.role, spec.name, action, streamArn(context, spec.logGroup, to)) === undefined;
    const rights = {
      revision: roles.revision(),
      mayWrite: may("logs:CreateLogStream", stream) && may("logs:PutLogEvents", stream),
      mayMakeGroup: may("logs:CreateLogGroup", ""),
    };
    if (known.size >= MOST_STREAMS) known.clear();
    known.set(stream, rights);
    return rights;
  }

  return (spec, stream, lines) => {
    const { mayWrite, mayMakeGroup } = rightsOf(spec, stream);
    if (mayWrite && (mayMakeGroup || logs.hasGroup(spec.logGroup))) logs.put(spec.logGroup, stream, lines);
  };
}

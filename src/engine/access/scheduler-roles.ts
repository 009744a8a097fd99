// Execution roles of schedules, as the Scheduler sees them.
import type { Roles } from "../scheduler/scheduler.ts";
import type { Access } from "./access.ts";

export const schedulerRoles = (access: Access): Roles => ({
  trusts: (role, principal, source) => access.trusts(role, principal, source.arn),
  denial: (role, session, action, resource) => access.roleDenial(role, session, { action, resource }),
});

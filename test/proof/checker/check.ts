// The whole check of one played scenario.
import type { Played } from "../world/play.ts";
import { checkCancels } from "./cancels.ts";
import { checkDueAccounts } from "./due-accounts.ts";
import { checkExecutions } from "./executions.ts";
import type { Finding } from "./finding.ts";
import { checkGaps } from "./gaps.ts";
import { checkHistory } from "./history-agrees.ts";
import { checkTimes } from "./in-time.ts";
import { checkStates } from "./state-machine.ts";

export function check(played: Played): readonly Finding[] {
  const checks = [checkDueAccounts, checkGaps, checkExecutions, checkHistory, checkStates, checkTimes, checkCancels];
  return checks.flatMap((one) => one(played));
}

// Every command, in the order of the help page.
import type { Command, CommandFamily } from "../command.ts";
import { backfill } from "./backfill.ts";
import { cancel } from "./cancel.ts";
import { complete } from "./complete.ts";
import { completion } from "./completion.ts";
import { destroy } from "./destroy.ts";
import { dev } from "./dev.ts";
import { dlq } from "./dlq/dlq.ts";
import { history } from "./history.ts";
import { iam } from "./iam.ts";
import { importCommand } from "./import.ts";
import { init } from "./init.ts";
import { list } from "./list.ts";
import { logs } from "./logs.ts";
import { next } from "./next.ts";
import { pause } from "./pause.ts";
import { plan } from "./plan.ts";
import { resume } from "./resume.ts";
import { rollback } from "./rollback.ts";
import { run } from "./run.ts";
import { show } from "./show.ts";
import { simulate } from "./simulate.ts";
import { sync } from "./sync.ts";
import { validate } from "./validate.ts";
import { verify } from "./verify.ts";
import { why } from "./why.ts";

export const COMMANDS: readonly (Command | CommandFamily)[] = [
  init,
  importCommand,
  validate,
  plan,
  sync,
  verify,
  iam,
  rollback,
  list,
  next,
  run,
  cancel,
  backfill,
  pause,
  resume,
  history,
  show,
  logs,
  why,
  dlq,
  destroy,
  simulate,
  dev,
  completion,
  complete,
];

// lamp dlq: what was given up on, in both queues, in one view.
import type { CommandFamily } from "../../command.ts";
import { list } from "./list.ts";
import { purge } from "./purge.ts";
import { redrive } from "./redrive.ts";
import { show } from "./show.ts";

export const dlq: CommandFamily = {
  name: "dlq",
  summary: "dead letters of both queues: list, show, redrive, purge",
  members: [list, show, redrive, purge],
};

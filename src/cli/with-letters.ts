// What the commands on dead letters do around their work: project, connection, the queues.
import { identityOf } from "../aws/identity.ts";
import type { LetterQueue } from "../runs/dead-letters/letter-queue.ts";
import type { CommandLine } from "./command.ts";
import type { Connection } from "./connection.ts";
import { functionsOfJobs } from "./functions-of-jobs.ts";
import { openLetterQueues } from "./open-letter-queues.ts";
import type { Project } from "./project.ts";
import { refuseOtherAccount } from "./refuse-other-account.ts";
import { withProject } from "./with-project.ts";

export interface Letters {
  readonly project: Project;
  readonly connection: Connection;
  readonly queues: readonly LetterQueue[];
  /** ARN of the function that runs a job now. */
  readonly functions: ReadonlyMap<string, string>;
}

export function withLetters(line: CommandLine, work: (letters: Letters) => Promise<number>): Promise<number> {
  return withProject(line, async (project, connection) => {
    const place = await identityOf(connection.clients);
    refuseOtherAccount(project.model.environment, place);
    const queues = await openLetterQueues(project.model, place, connection);
    return work({ project, connection, queues, functions: functionsOfJobs(project.model, place) });
  });
}

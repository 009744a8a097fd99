// What almost every command does around its work: open the project, connect, and close the connection whatever happens.
import type { CommandLine } from "./command.ts";
import { type Connection, connect } from "./connection.ts";
import { openProject, type Project } from "./project.ts";

export async function withProject(
  line: CommandLine,
  work: (project: Project, connection: Connection) => Promise<number>,
): Promise<number> {
  const project = await openProject(line);
  const connection = await connect(project, line);
  try {
    return await work(project, connection);
  } finally {
    await connection.close();
  }
}

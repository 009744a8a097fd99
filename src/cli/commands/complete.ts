// lamp complete: what the completion scripts call; one candidate a line for the last of the words given.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Command, type CommandFamily, type CommandLine, isFamily, SHARED_OPTIONS } from "../command.ts";
import { EXIT } from "../exit-code.ts";

export const complete: Command = {
  name: "complete",
  hidden: true,
  positional: "[words...]",
  summary: "candidates for the shell's completion",
  example: ["lamp complete -- next hea", "prints the jobs whose names start with hea"],
  async run(line) {
    for (const candidate of await candidates(line)) line.terminal.out(candidate);
    return EXIT.done;
  },
};

async function candidates(line: CommandLine): Promise<string[]> {
  const words = line.positional;
  const last = words.at(-1) ?? "";
  const { COMMANDS } = await import("./all.ts");
  const named = COMMANDS.find(({ name }) => name === words[0]);
  const all =
    named && isFamily(named) && words.length > 1
      ? await everyCandidate(line, words.slice(1), memberOf(named, words[1]), named.members)
      : await everyCandidate(line, words, named && isFamily(named) ? undefined : named, COMMANDS);
  return all.filter((candidate) => candidate.startsWith(last)).sort();
}

const memberOf = (family: CommandFamily, name: string | undefined): Command | undefined =>
  family.members.find((member) => member.name === name);

async function everyCandidate(
  line: CommandLine,
  words: readonly string[],
  command: Command | undefined,
  commands: readonly (Command | CommandFamily)[],
): Promise<string[]> {
  if (words.length <= 1) return commands.filter(({ name }) => name !== "complete").map(({ name }) => name);
  if (words.at(-2) === "--env") return environments(line);
  if (words.at(-1)?.startsWith("-")) {
    const options = [...(command?.options ?? []), ...SHARED_OPTIONS];
    return options.map(({ flags }) => flags.split(" ")[0] ?? "").concat("--help");
  }
  if (command?.completes === "job") return jobs(line);
  if (command?.completes === "run") return runs(line);
  return [];
}

async function environments(line: CommandLine): Promise<string[]> {
  const { manifestPath } = await import("../project.ts");
  try {
    const files = readdirSync(join(dirname(manifestPath(line)), "config"));
    const named = files.filter((file) => file.endsWith(".yaml")).map((file) => file.slice(0, -".yaml".length));
    return [...new Set(["local", ...named])];
  } catch {
    return ["local"];
  }
}

/** A file with problems completes nothing; it is `lamp validate` that says why. */
async function jobs(line: CommandLine): Promise<string[]> {
  const { readProject } = await import("../project.ts");
  return (await readProject(line)).model?.jobs.map(({ name }) => name) ?? [];
}

async function runs(line: CommandLine): Promise<string[]> {
  const [{ openProject }, { connect }, { recentRunIds }] = await Promise.all([
    import("../project.ts"),
    import("../connection.ts"),
    import("../recent-run-ids.ts"),
  ]);
  const project = await openProject(line);
  const connection = await connect(project, line);
  try {
    return await recentRunIds(connection);
  } finally {
    await connection.close();
  }
}

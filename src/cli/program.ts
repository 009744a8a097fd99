// The commands as commander understands them: help with an example each, nearest names for typing errors.
import { Command as Commander, CommanderError } from "commander";
import { type Command, type CommandFamily, isFamily, Options, SHARED_OPTIONS } from "./command.ts";
import { UsageError } from "./errors.ts";
import { EXIT_HELP } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { VERSION } from "./version.ts";

/** Parses the arguments and runs the command they name; resolves to the exit code. Help and version print and give 0. */
export async function runProgram(
  commands: readonly (Command | CommandFamily)[],
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  let exitCode = 0;
  const program = new Commander("lamp")
    .description("Scheduled jobs on AWS, done right: one jobs.yaml, every job on time, every run accounted for.")
    .version(VERSION)
    .helpCommand("help [command]", "help for a command")
    .addHelpText("after", `\nEvery command takes --env, --file, --endpoint, --json and --help.\n\n${EXIT_HELP}`);
  quiet(program, terminal);
  // Only the options of what is asked for are ever looked at, by a run or by its help.
  const isNamed = ({ name }: Command) => argv.includes(name);
  const add = (parent: Commander, command: Command): void => {
    quiet(define(parent, command, isNamed(command)), terminal).action(async (...received: unknown[]) => {
      const commander = received.at(-1) as Commander;
      const options = new Options(commander.opts());
      exitCode = await command.run({ positional: commander.args, options, terminal });
    });
  };
  for (const command of commands) {
    if (!isFamily(command)) {
      add(program, command);
      continue;
    }
    const family = quiet(program.command(command.name).summary(command.summary), terminal);
    family.description(command.summary).helpCommand(false);
    for (const member of command.members) add(family, member);
  }
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UsageError(usageText(error, argv, commands));
  }
  return exitCode;
}

function define(program: Commander, command: Command, withOptions: boolean): Commander {
  const defined = program.command(command.name, { hidden: command.hidden === true }).summary(command.summary);
  defined.description(command.details ? `${command.summary}\n\n${command.details}` : command.summary);
  for (const name of command.positional?.split(" ") ?? []) defined.argument(name);
  for (const option of withOptions ? [...(command.options ?? []), ...SHARED_OPTIONS] : []) {
    defined.option(option.flags, option.description, option.default);
  }
  const [line, effect] = command.example;
  return defined.addHelpText("after", `\nExample:\n  ${line}\n      ${effect}`);
}

/** commander neither prints its errors nor ends the process: both are ours. */
function quiet(commander: Commander, terminal: Terminal): Commander {
  return commander
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: (text) => terminal.out(text.trimEnd()), writeErr: () => {}, outputError: () => {} });
}

function usageText(
  error: CommanderError,
  argv: readonly string[],
  commands: readonly (Command | CommandFamily)[],
): string {
  const text = error.message.replace(/^error: /, "").replace(/\n/g, " ");
  const command = argv.find((argument) => !argument.startsWith("-"));
  const family = commands.find(({ name }) => name === command);
  // A family's name alone: commander would print its help and fail.
  if (error.code === "commander.help" && family && isFamily(family)) {
    const members = family.members.map(({ name }) => name).join(", ");
    return `lamp ${family.name} needs one of: ${members}. See: lamp ${family.name} --help`;
  }
  const unknownCommand = error.code === "commander.unknownCommand" && error.message.includes(`'${command}'`);
  return `${text}. See: lamp ${command && !unknownCommand ? `${command} ` : ""}--help`;
}

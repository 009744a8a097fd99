// lamp: from the arguments to the exit code. Everything that goes wrong ends here as a sentence, never as a stack.
import { LampError } from "../core/error.ts";
import { printable } from "../core/printable.ts";
import { exitCodeOf, InvalidFiles } from "./errors.ts";
import { failureText } from "./failure-text.ts";
import { processTerminal, type Terminal } from "./terminal.ts";
import { VERSION } from "./version.ts";

async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  if (argv.length === 1 && argv[0] === "--version") {
    terminal.out(VERSION);
    return 0;
  }
  try {
    const [{ runProgram }, { COMMANDS }] = await Promise.all([import("./program.ts"), import("./commands/all.ts")]);
    return await runProgram(COMMANDS, argv, terminal);
  } catch (error) {
    await report(error, argv.includes("--json"), terminal);
    return exitCodeOf(error);
  }
}

async function report(error: unknown, json: boolean, terminal: Terminal): Promise<void> {
  const problems = error instanceof InvalidFiles ? error.problems : undefined;
  if (json) {
    const code = error instanceof LampError ? error.code : "unexpected";
    const { jsonDocument } = await import("./render/json-document.ts");
    const body = { ok: false, error: { code, message: failureText(error) }, ...(problems ? { problems } : {}) };
    terminal.out(jsonDocument(body));
    return;
  }
  if (problems) {
    const { renderProblems } = await import("./render/problems.ts");
    for (const line of renderProblems(problems, terminal.styleNote)) terminal.note(line);
  }
  terminal.note(`${terminal.styleNote("red", "lamp:")} ${printable(failureText(error))}`);
  if (!(error instanceof LampError) && terminal.variables["LAMP_DEBUG"]) {
    terminal.note(error instanceof Error ? (error.stack ?? "") : "");
  }
}

/** After an interruption nothing that was begun and not waited for keeps the process; output is written by then. */
const LEAVE_AFTER_MS = 5_000;

const terminal = processTerminal();
process.exitCode = await main(process.argv.slice(2), terminal);
if (terminal.interrupted.aborted) setTimeout(() => process.exit(), LEAVE_AFTER_MS).unref();

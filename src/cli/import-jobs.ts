// One import: reads what fires, makes the file of it, writes it where there is none, and says what was left out.
import { existsSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { type Adopted, adopt } from "../adoption/adopt.ts";
import type { Found } from "../adoption/found.ts";
import { findRules } from "../aws/found/find-rules.ts";
import { findSchedules } from "../aws/found/find-schedules.ts";
import { systemClock } from "../core/clock.ts";
import { groupName } from "../desired/names.ts";
import type { CommandLine } from "./command.ts";
import { type Connection, connect } from "./connection.ts";
import { CommandFailed, InvalidFiles, UsageError } from "./errors.ts";
import { EXIT } from "./exit-code.ts";
import { type ImportProject, openForImport } from "./import-project.ts";
import { manifestPath } from "./project.ts";
import { importHeader } from "./render/import-header.ts";
import { importJson, leftOutLines, summaryLine } from "./render/imported.ts";

export async function importJobs(line: CommandLine): Promise<number> {
  const target = targetOf(line);
  const opened = openForImport(line);
  const connection = await connect(opened.project, line);
  try {
    const found = await findAll(connection, line);
    const adopted = adoptAll(opened, found, line);
    const { terminal, options } = line;
    const json = options.flag("json");
    // Of nothing no file is made: an empty one would hide that.
    const file = adopted.jobs.size === 0 ? undefined : target;
    if (file !== undefined) writeFileSync(file, adopted.text, { flag: options.flag("force") ? "w" : "wx" });
    const shown = file === undefined ? undefined : relative(terminal.cwd, file);
    if (json) terminal.out(importJson(adopted, shown, target === undefined));
    else if (target === undefined) terminal.out(adopted.text.trimEnd());
    for (const text of leftOutLines(adopted, terminal)) terminal.note(text);
    const summary = summaryLine(adopted, shown);
    if (json || target === undefined) terminal.note(summary);
    else terminal.out(summary);
    return EXIT.done;
  } finally {
    await connection.close();
  }
}

/** undefined: standard output. Refused before anything is asked. */
function targetOf(line: CommandLine): string | undefined {
  const out = line.options.text("out");
  if (out === "-") return undefined;
  const file = out === undefined ? manifestPath(line) : resolve(line.terminal.cwd, out);
  if (!existsSync(file) || line.options.flag("force")) return file;
  throw new UsageError(
    `${file} is there already, and nothing was done: --out names another file, --out - prints, --force writes over it`,
  );
}

async function findAll({ clients }: Connection, { options }: CommandLine): Promise<readonly Found[]> {
  const only = options.text("only");
  if (only !== undefined && only !== "schedules" && only !== "rules") {
    throw new UsageError(`--only: expected schedules or rules, got "${only}"`);
  }
  const groups = groupsOf(options.text("group"));
  if (groups.length > 0 && only === "rules") throw new UsageError("--group: rules are in no group; leave it out");
  const prefix = options.text("prefix");
  const [found, rules] = await Promise.all([
    only === "rules" ? undefined : findSchedules(clients, { groups, prefix }),
    only === "schedules" || groups.length > 0 ? [] : findRules(clients, prefix),
  ]);
  const missing = found?.missing ?? [];
  if (missing.length > 0) throw new CommandFailed(`--group: there is no schedule group ${missing.join(", ")}`);
  return [...(found?.schedules ?? []), ...rules];
}

const groupsOf = (text: string | undefined): readonly string[] =>
  [...new Set((text ?? "").split(",").map((name) => name.trim()))].filter((name) => name !== "");

function adoptAll({ app, load, project }: ImportProject, found: readonly Found[], line: CommandLine): Adopted {
  const adopted = adopt({
    app,
    found,
    ownGroup: groupName(app, project.model.environment.name),
    groups: groupsOf(line.options.text("group")),
    header: importHeader(found, project.model.environment),
    now: systemClock.now(),
    load,
  });
  if (adopted.errors.length > 0) throw new InvalidFiles(adopted.errors);
  return adopted;
}

// Plans on disk: written by `lamp plan --out`, read by `lamp sync FILE`.
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { messageOf } from "../core/error.ts";
import type { Plan } from "../plan/plan.ts";
import { NoPlanFile, parsePlanFile, planFileText, type SavedPlan } from "../plan/plan-file.ts";
import type { CommandLine } from "./command.ts";
import { CommandFailed } from "./errors.ts";
import type { Project } from "./project.ts";

export async function savePlan(
  file: string,
  plan: Plan,
  kept: Pick<SavedPlan, "app" | "prune" | "allowManyDeletes">,
  { terminal }: CommandLine,
): Promise<void> {
  try {
    await writeFile(resolve(terminal.cwd, file), planFileText(plan, kept), { mode: 0o600 });
  } catch (error) {
    throw new CommandFailed(`--out: ${file} cannot be written (${messageOf(error)})`);
  }
  terminal.note(`plan written; lamp sync ${file} does what it shows, or nothing`);
}

export interface NamedPlan {
  readonly file: string;
  readonly saved: SavedPlan;
}

/** undefined when no file was named. One of another app or environment is refused. */
export async function readPlanNamed(
  { model }: Project,
  { positional, terminal }: CommandLine,
): Promise<NamedPlan | undefined> {
  const [file] = positional;
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(resolve(terminal.cwd, file), "utf8");
  } catch (error) {
    throw new NoPlanFile(file, `it cannot be read (${messageOf(error)})`);
  }
  const saved = parsePlanFile(file, text);
  const here = `${model.app} in ${model.environment.name}`;
  const there = `${saved.app} in ${saved.environment}`;
  if (here !== there) throw new NoPlanFile(file, `it is of ${there}, and this is ${here} (--env)`);
  return { file, saved };
}

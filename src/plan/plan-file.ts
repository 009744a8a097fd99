// A plan on file: what was shown, what it was asked to delete, and the fingerprint by which it is known again.
import { LampError } from "../core/error.ts";
import type { Plan } from "./plan.ts";
import { planJson } from "./plan-json.ts";

export interface SavedPlan {
  readonly app: string;
  readonly environment: string;
  readonly fingerprint: string;
  readonly prune: boolean;
  readonly allowManyDeletes: boolean;
  /** Kind, name and step of each action, to say what differs. */
  readonly steps: readonly string[];
}

export class NoPlanFile extends LampError {
  readonly code = "no-plan-file";

  constructor(file: string, why: string) {
    super(`${file} is no plan of lamp plan --out: ${why}`);
  }
}

export class PlanChanged extends LampError {
  readonly code = "plan-changed";

  constructor(file: string, missing: readonly string[], added: readonly string[]) {
    const list = (steps: readonly string[]) => steps.slice(0, 5).join(", ") + (steps.length > 5 ? ", …" : "");
    const parts = [
      ...(missing.length > 0 ? [`no longer planned: ${list(missing)}`] : []),
      ...(added.length > 0 ? [`planned since: ${list(added)}`] : []),
      ...(missing.length + added.length === 0 ? ["the same steps, to other values"] : []),
    ];
    super(`What would be done now is not what ${file} says (${parts.join("; ")}). Nothing was done: plan again.`);
  }
}

const FORMAT = 1;

type Kept = Pick<SavedPlan, "app" | "prune" | "allowManyDeletes">;

/** No resource is in it but for the fields that change, and no secret: it is planned again and compared, not carried out from here. */
export function planFileText(plan: Plan, kept: Kept): string {
  const saved = { lamplighterPlan: FORMAT, ...kept, steps: stepsOf(plan), plan: planJson(plan, 0) };
  return `${JSON.stringify(saved, null, 2)}\n`;
}

/** Throws NoPlanFile. */
export function parsePlanFile(file: string, text: string): SavedPlan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NoPlanFile(file, "it is not JSON");
  }
  const saved = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (saved["lamplighterPlan"] !== FORMAT) throw new NoPlanFile(file, "it was not written by this version");
  const plan = (saved["plan"] ?? {}) as Readonly<Record<string, unknown>>;
  const steps = saved["steps"];
  if (typeof plan["fingerprint"] !== "string" || !Array.isArray(steps)) throw new NoPlanFile(file, "parts are missing");
  return {
    app: String(saved["app"]),
    environment: String(plan["env"]),
    fingerprint: plan["fingerprint"],
    prune: saved["prune"] === true,
    allowManyDeletes: saved["allowManyDeletes"] === true,
    steps: steps.map(String),
  };
}

/** Throws PlanChanged unless the plan made now is the saved one to the last value. */
export function refuseOtherPlan(file: string, saved: SavedPlan, plan: Plan): void {
  if (plan.fingerprint === saved.fingerprint) return;
  const now = stepsOf(plan);
  const missing = saved.steps.filter((step) => !now.includes(step));
  throw new PlanChanged(
    file,
    missing,
    now.filter((step) => !saved.steps.includes(step)),
  );
}

const stepsOf = ({ actions }: Plan): readonly string[] =>
  actions.map(({ action, kind, name }) => `${action} ${kind} ${name}`);

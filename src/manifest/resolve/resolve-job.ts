// One job, complete: every default filled, every rule that spans several keys checked.
import { Buffer } from "node:buffer";
import type { Json, JsonObject } from "../../core/json.ts";
import type { Environment, Job } from "../model.ts";
import type { Problems } from "../problem.ts";
import { formatBytes } from "../yaml/format-bytes.ts";
import type { YamlNode } from "../yaml/yaml-tree.ts";
import type { Handlers } from "./check-handler.ts";
import { checkSecrets } from "./check-secrets.ts";
import type { Layers } from "./layers.ts";
import { resolveCatchUp } from "./resolve-catch-up.ts";
import { resolveCode } from "./resolve-code.ts";
import { type FileZone, resolveSchedules } from "./resolve-schedules.ts";
import { resolveSettings } from "./resolve-settings.ts";
import { resolveTurnTaking } from "./resolve-turn-taking.ts";

/** EventBridge Scheduler quotas: 256 KB of Input, of which the envelope takes less than 2 KB. */
const MAX_INPUT_BYTES = 254 * 1_024;

/** What a function is set to that says nothing itself. */
const RETRY = { attempts: 2, maxAgeSeconds: 3_600 };

export interface JobContext {
  readonly environment: Environment;
  readonly fileZone: FileZone;
  readonly handlers: Handlers;
}

export function resolveJob(layers: Layers, context: JobContext, problems: Problems): Job {
  for (const { part } of layers.all) {
    for (const key of ["input", "environment"] as const) {
      const node = part.node.entries.get(key)?.value;
      if (node) checkSecrets(node, [...part.path, key], part.source, problems);
    }
  }
  const schedules = resolveSchedules(layers, context.fileZone, problems);
  const retry = policyOf(layers.merged("retry"), RETRY);
  const code = resolveCode(layers, context.handlers, retry, problems);
  const keepDays = (layers.value("keep") ?? 90 * 86_400) / 86_400;
  return {
    name: layers.name,
    description: layers.value("description"),
    schedules,
    code,
    input: resolveInput(layers, isPlain(code), problems),
    hide: placeholdersIn(layers.node("input")),
    settings: resolveSettings(layers, code, problems),
    delivery: policyOf(layers.merged("delivery"), { attempts: 10, maxAgeSeconds: 3_600 }),
    retry,
    deadLetter: resolveDeadLetter(layers, isPlain(code), context.environment, problems),
    ...resolveTurnTaking(layers, code, problems),
    catchUp: resolveCatchUp(layers, { schedules, code, keepDays }, problems),
    enabled: layers.value("enabled") ?? true,
    was: layers.value("was") ?? [],
    ...replaced(layers.value("replaces")),
    keepDays,
    owner: layers.value("owner"),
    runbook: layers.value("runbook"),
    labels: layers.merged("labels"),
  };
}

const replaced = (replaces: string | undefined) => (replaces === undefined ? {} : { replaces });

const isPlain = (code: Job["code"]): boolean => "function" in code && code.plain === true;

function resolveInput(layers: Layers, isEvent: boolean, problems: Problems): JsonObject {
  // The tree holds JSON's kinds of values only, and no key that an object could trip over.
  const input = (layers.value("input") ?? Object.create(null)) as Record<string, Json>;
  const text = JSON.stringify(input);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_INPUT_BYTES) {
    const message = `input: ${formatBytes(bytes)} as JSON; expected at most ${formatBytes(MAX_INPUT_BYTES)}`;
    problems.error("too-big", message, layers.spot("input"));
  }
  // Scheduler User Guide, "Adding context attributes": plain replacement anywhere in the text. Of a plain event we fill them in too.
  if (!isEvent && text.includes("<aws.scheduler.")) {
    const message = "input: the Scheduler replaces <aws.scheduler.…> in scheduled runs, and nothing does in other runs";
    problems.warn("context-attribute", message, layers.spot("input"));
  }
  return input;
}

/** Paths of the texts that hold a placeholder. */
function placeholdersIn(node: YamlNode | undefined, path: readonly string[] = []): readonly (readonly string[])[] {
  if (node?.kind === "map")
    return [...node.entries].flatMap(([key, { value }]) => placeholdersIn(value, [...path, key]));
  if (node?.kind === "list") return node.items.flatMap((item, index) => placeholdersIn(item, [...path, String(index)]));
  return node && /(^|[^$])\$\{(env|ssm):/.test(node.raw) ? [path] : [];
}

function policyOf(
  written: { readonly attempts?: number | undefined; readonly maxAge?: number | undefined },
  standard: Job["delivery"],
): Job["delivery"] {
  return {
    attempts: written.attempts ?? standard.attempts,
    maxAgeSeconds: written.maxAge ?? standard.maxAgeSeconds,
  };
}

/** A queue elsewhere would need a policy of its own there, which we do not make. */
function resolveDeadLetter(
  layers: Layers,
  isEvent: boolean,
  environment: Environment,
  problems: Problems,
): boolean | string {
  const deadLetter = layers.value("deadLetter") ?? true;
  if (isEvent && deadLetter === true) {
    const message =
      "envelope: false leaves a letter in the app's own queue that names no run; write deadLetter: with a queue of yours, or false";
    problems.error("conflict", message, layers.keySpot("envelope"));
  }
  if (typeof deadLetter === "boolean") return deadLetter;
  const [, , , region, account] = deadLetter.split(":");
  if (region !== environment.region) {
    const message = `deadLetter: the queue is in ${region}, the environment in ${environment.region}`;
    problems.error("bad-value", `${message}; expected a queue of the same region`, layers.spot("deadLetter"));
  }
  if (environment.account !== undefined && account !== environment.account) {
    const message = `deadLetter: the queue belongs to account ${account}, the environment to ${environment.account}`;
    problems.error("bad-value", `${message}; expected a queue of the same account`, layers.spot("deadLetter"));
  }
  return deadLetter;
}

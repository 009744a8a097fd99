// Walks what the file asks for, from each schedule to all it rests on, and judges what was read of it.
import { existingFunctionArn, liveAliasArn, type Place, queueArn, roleArn, scheduleGroupArn } from "../desired/arns.ts";
import { invokeConfigName, jobOfSchedule, logGroupName, unqualified, WATCH_SCHEDULE } from "../desired/names.ts";
import { functionPolicy } from "../desired/policies.ts";
import {
  type FunctionResource,
  type Resource,
  type ResourceKind,
  resourceKey,
  type ScheduleResource,
} from "../desired/resource.ts";
import { type Check, type Node, ng, skip } from "./check.ts";
import { checkFunction, checkInvokeConfig } from "./check-function.ts";
import { checkLastLook } from "./check-last-look.ts";
import { checkRole, permissionCheck } from "./check-role.ts";
import { checkSchedule } from "./check-schedule.ts";
import { checkLogGroup, checkQueue, checkTable, presence } from "./check-storage.ts";
import { checkRecording, checkTelling, tellingFunctions } from "./check-telling.ts";
import type { Evidence, Reading } from "./evidence.ts";

const ABSENT: Reading<never> = { kind: "absent" };
type Of<K extends ResourceKind> = Extract<Resource, { kind: K }>;

/** The group and the table first, then every schedule in the order of its name, then functions that no schedule targets. */
export function verify(desired: readonly Resource[], place: Place, evidence: Evidence, now: number): readonly Node[] {
  return new Walk(desired, place, evidence, now).roots();
}

class Walk {
  readonly #byKind: ReadonlyMap<ResourceKind, readonly Resource[]>;
  readonly #byKey: ReadonlyMap<string, Resource>;
  readonly #functions: ReadonlyMap<string, FunctionResource>;
  /** What many schedules share is judged once. */
  readonly #nodes = new Map<string, Node>();
  readonly #place: Place;
  readonly #evidence: Evidence;
  readonly #now: number;

  constructor(desired: readonly Resource[], place: Place, evidence: Evidence, now: number) {
    this.#byKind = Map.groupBy(desired, ({ kind }) => kind);
    this.#byKey = new Map(desired.map((one) => [resourceKey(one), one]));
    this.#functions = new Map(
      desired.flatMap((one) => (one.kind === "function" ? [[liveAliasArn(place, one.name), one] as const] : [])),
    );
    this.#place = place;
    this.#evidence = evidence;
    this.#now = now;
  }

  roots(): readonly Node[] {
    return [
      ...this.#all("group").map((group) => node("group", group.name, [presence(this.#reading(group))])),
      ...this.#all("table").map((table) => node("table", table.name, checkTable(this.#reading(table), table))),
      ...this.#all("queue").map(({ name }) => this.#queue(queueArn(this.#place, name))),
      ...this.#all("schedule").map((schedule) => this.#schedule(schedule)),
      ...this.#untargeted().map((arn) => this.#function(arn)),
    ];
  }

  /** Functions of jobs that start by hand only. */
  #untargeted(): readonly string[] {
    const targets = new Set(this.#all("schedule").map(({ targetArn }) => targetArn));
    const all = [...this.#functions.keys(), ...tellingFunctions(this.#all("recording"), this.#place)];
    return all.filter((arn) => !targets.has(arn));
  }

  #all<K extends ResourceKind>(kind: K): readonly Of<K>[] {
    return (this.#byKind.get(kind) ?? []) as readonly Of<K>[];
  }

  #named<K extends ResourceKind>(kind: K, name: string): Of<K> | undefined {
    return this.#byKey.get(resourceKey({ kind, name } as Resource)) as Of<K> | undefined;
  }

  #reading(resource: Resource): Reading<Resource> {
    return this.#evidence.resources.get(resourceKey(resource)) ?? ABSENT;
  }

  #schedule(wanted: ScheduleResource): Node {
    const found = this.#reading(wanted);
    const seen = found.kind === "found" && found.value.kind === "schedule" ? found.value : wanted;
    const looked =
      wanted.name === WATCH_SCHEDULE ? [checkLastLook(this.#evidence.watch, seen.targetArn, this.#now)] : [];
    const checks = [...checkSchedule(found, wanted, this.#now), ...looked];
    const children = [
      this.#once(seen.roleArn, () => this.#schedulerRole(seen.roleArn)),
      this.#once(seen.targetArn, () => this.#function(seen.targetArn)),
      ...(seen.deadLetterArn === undefined ? [] : [this.#queue(seen.deadLetterArn)]),
    ];
    return node("schedule", wanted.name, [...checks, ...this.#mayDeliver(seen)], children);
  }

  /** The role of a schedule has to be able to invoke the very target and to write to the very queue that it names. */
  #mayDeliver({ roleArn: arn, targetArn, deadLetterArn, name }: ScheduleResource): readonly Check[] {
    const role = this.#evidence.roles.get(arn) ?? ABSENT;
    const needs = [["lambda:InvokeFunction", targetArn] as const];
    const all = deadLetterArn === undefined ? needs : [...needs, ["sqs:SendMessage", deadLetterArn] as const];
    if (role.kind === "unreadable") return [skip("may deliver", role.reason)];
    if (role.kind === "absent")
      return [ng("may deliver", `job ${jobOfSchedule(name)} has no role to start with`, "lamp sync")];
    return all.map(([action, resource]) => permissionCheck(role.value, { action, resource }, "lamp sync"));
  }

  #once(key: string, make: () => Node): Node {
    const made = this.#nodes.get(key) ?? make();
    this.#nodes.set(key, made);
    return made;
  }

  #schedulerRole(arn: string): Node {
    const group = this.#all("group")[0]?.name ?? "";
    const context = { "aws:sourceaccount": this.#place.account, "aws:sourcearn": scheduleGroupArn(this.#place, group) };
    const own = this.#named("role", nameOf(arn));
    const policy = { Version: "2012-10-17" as const, Statement: [] };
    const needs = { caller: { service: "scheduler.amazonaws.com", context }, policy, own: own !== undefined };
    return node("role", nameOf(arn), checkRole(this.#evidence.roles.get(arn) ?? ABSENT, needs));
  }

  #function(arn: string): Node {
    const own = this.#functions.get(arn);
    const checks = checkFunction(this.#evidence.functions.get(arn) ?? ABSENT, own !== undefined);
    return node("function", arn, checks, own ? this.#restsOn(own) : this.#tells(arn));
  }

  /** Of an existing function whose runs are recorded: the way that the word of them takes. */
  #tells(arn: string): readonly Node[] {
    return this.#all("recording")
      .filter(({ name }) => existingFunctionArn(this.#place, unqualified(name)) === arn)
      .map((recording) => {
        const { roles, functions } = this.#evidence;
        const telling = checkTelling(recording, this.#place, { roles, functions });
        return node("recording", recording.name, [...checkRecording(this.#reading(recording), recording), ...telling]);
      });
  }

  #restsOn(own: FunctionResource): readonly Node[] {
    const logs = this.#named("log-group", logGroupName(own.name));
    const config = this.#named("invoke-config", invokeConfigName(own.name));
    const failed = config?.onFailureArn;
    return [
      this.#functionRole(own, failed),
      ...(logs ? [node("log-group", logs.name, checkLogGroup(this.#reading(logs), logs))] : []),
      ...(config
        ? [
            node(
              "invoke-config",
              config.name,
              checkInvokeConfig(this.#reading(config), config),
              failed ? [this.#queue(failed)] : [],
            ),
          ]
        : []),
    ];
  }

  #functionRole(own: FunctionResource, failedQueue: string | undefined): Node {
    const named = this.#named("role", nameOf(own.roleArn));
    const ours = named && roleArn(this.#place, named.name) === own.roleArn ? named : undefined;
    const table = this.#all("table")[0]?.name ?? "";
    const basic = () =>
      functionPolicy(this.#place, { logGroup: own.logGroup, table, failedQueue, self: undefined, jobs: [] }, []);
    const caller = { service: "lambda.amazonaws.com", context: {} };
    const needs = { caller, policy: ours?.policy ?? basic(), own: ours !== undefined };
    return node("role", nameOf(own.roleArn), checkRole(this.#evidence.roles.get(own.roleArn) ?? ABSENT, needs));
  }

  #queue(arn: string): Node {
    const name = arn.slice(arn.lastIndexOf(":") + 1);
    const own = this.#named("queue", name) !== undefined && queueArn(this.#place, name) === arn;
    return node("queue", arn, checkQueue(this.#evidence.queues.get(arn) ?? ABSENT, own));
  }
}

const node = (kind: string, name: string, checks: readonly Check[], children: readonly Node[] = []): Node => ({
  kind,
  name,
  checks,
  children,
});

/** The last part of an ARN's path. */
const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

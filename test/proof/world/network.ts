// The way from a caller to the services: it takes time, and it fails before what was asked is done, after, or long after.
import { sleep } from "../../../src/core/clock.ts";
import type { Answer, Post } from "../../../src/runtime/dynamo/http-post.ts";
import type { Dice } from "../scenario/dice.ts";
import { type Caller, never } from "./caller.ts";
import type { Services } from "./services.ts";

type Fate = "well" | "throttled" | "broken" | "lost before" | "lost after" | "late";

/** An answer, or what is asked, is on its way for no longer. */
export const LONGEST_WAY_MS = 20;
/** As long as the runtime waits for an answer. */
export const PATIENCE_MS = 5_000;

export interface NetworkOptions {
  readonly services: Services;
  readonly dice: Dice;
  /** Of a hundred calls, now. */
  faults(): number;
  /** Nothing reaches the ledger now. */
  ledgerAway(): boolean;
  fault(kind: string): void;
}

export class Network {
  readonly #options: NetworkOptions;

  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  /** What the runtime and the ledger's door are given in place of HTTP. */
  postOf(caller: Caller): Post {
    return (url, headers, body) => {
      const target = headers["x-amz-target"] ?? "";
      const operation = target.slice(target.indexOf(".") + 1);
      if (target.startsWith("AmazonSQS"))
        return this.#send(caller, false, () => this.#ask("sqs", operation, JSON.parse(body)));
      if (target !== "") return this.#send(caller, true, () => this.#dynamodb(caller, operation, body));
      const [, first, Name = "", named = ""] = url.pathname.split("/").map(decodeURIComponent);
      if (first !== "schedules") return this.#send(caller, false, () => this.#invoke(named, body));
      const GroupName = url.searchParams.get("groupName");
      return this.#send(caller, false, () => this.#ask("scheduler", "GetSchedule", { GroupName, Name }));
    };
  }

  /** An operator's call of another service; rejects as an SDK would when its own tries were of no use. */
  async call<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
    let result: { readonly value: T } | undefined;
    const answer = await this.#send(caller, false, async () => {
      result = { value: await work() };
      return { status: 200, body: "" };
    });
    if (answer.status === 200 && result) return result.value;
    throw new Error(`HTTP ${answer.status}`);
  }

  async #send(caller: Caller, toLedger: boolean, act: () => Promise<Answer>): Promise<Answer> {
    const { dice, ledgerAway, services } = this.#options;
    const call = caller.nextCall();
    await sleep(caller.clock, dice.whole(1, LONGEST_WAY_MS));
    if (caller.isDoomed(call, "before")) return this.#die(caller, "died before a call");
    if (!services.isUp || (toLedger && ledgerAway())) {
      this.#options.fault("unreachable");
      await sleep(caller.clock, dice.one(10, PATIENCE_MS));
      throw new Error("connect ECONNREFUSED");
    }
    const fate = this.#fate();
    if (fate !== "well") this.#options.fault(fate);
    if (fate === "throttled") return refused(400, "ProvisionedThroughputExceededException");
    if (fate === "broken") return refused(500, "InternalServerError");
    if (fate === "lost before") return this.#lost(caller);
    if (fate === "late") {
      services.later(dice.whole(100, 2 * PATIENCE_MS), act);
      return this.#lost(caller);
    }
    const answer = await act();
    if (caller.isDoomed(call, "after")) return this.#die(caller, "died after a call");
    if (fate === "lost after") return this.#lost(caller);
    await sleep(caller.clock, dice.whole(1, LONGEST_WAY_MS));
    return answer;
  }

  #fate(): Fate {
    const { dice, faults } = this.#options;
    if (!dice.percent(faults())) return "well";
    return dice.one<Fate>("throttled", "broken", "lost before", "lost after", "late");
  }

  #die(caller: Caller, how: string): Promise<never> {
    this.#options.fault(how);
    caller.die();
    return never();
  }

  async #lost(caller: Caller): Promise<never> {
    await sleep(caller.clock, PATIENCE_MS);
    throw new Error(`no answer within ${PATIENCE_MS} ms`);
  }

  async #dynamodb(caller: Caller, operation: string, body: string): Promise<Answer> {
    const { services } = this.#options;
    const input = JSON.parse(body) as Readonly<Record<string, unknown>>;
    try {
      const answer = await services.dynamodb(operation, input, caller.name);
      return { status: 200, body: JSON.stringify(answer) };
    } catch (error) {
      const { code = "InternalServerError", message, members } = error as Error & { code?: string; members?: object };
      const said = { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message, ...members };
      return { status: 400, body: JSON.stringify(said) };
    }
  }

  /** What nobody but the watcher asks by signed requests. */
  async #ask(service: string, operation: string, input: Readonly<Record<string, unknown>>): Promise<Answer> {
    try {
      return { status: 200, body: JSON.stringify(await this.#options.services.call(service, operation, input)) };
    } catch (error) {
      const { code = "InternalServerError", message } = error as Error & { code?: string };
      return { status: code === "ResourceNotFoundException" ? 404 : 400, body: JSON.stringify({ code, message }) };
    }
  }

  async #invoke(FunctionName: string, event: string): Promise<Answer> {
    const Payload = Buffer.from(event);
    await this.#options.services.call("lambda", "Invoke", { FunctionName, InvocationType: "Event", Payload });
    return { status: 202, body: "" };
  }
}

const refused = (status: number, code: string): Answer => ({ status, body: JSON.stringify({ __type: code }) });

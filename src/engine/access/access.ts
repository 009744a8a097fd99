// The engine's gate: who a key is, and whether a caller may do what an operation demands.

import { denialOf, resourceDenial } from "../iam/authorize.ts";
import type { CompiledStatement, Question } from "../iam/compile-policy.ts";
import { verdictOf } from "../iam/evaluate-policy.ts";
import { newPolicyCache } from "../iam/policy-cache.ts";
import type { RightsOfRoles } from "../iam/role-rights.ts";
import type { Call, EngineContext, Service, ServiceError } from "../service.ts";
import type { Sessions } from "../sts/sessions.ts";
import { type Caller, type Owner, ownerOf, type RoleSession, sessionArn } from "./caller.ts";
import type { Demand } from "./demand.ts";
import { denied, deniedText, expiredKey, unknownKey } from "./denied.ts";
import { ownerContext, serviceContext, sessionContext } from "./request-keys.ts";
import { tagsOf } from "./resource-tags.ts";

export interface AccessOptions {
  readonly context: Pick<EngineContext, "clock" | "region" | "account">;
  readonly sessions: Sessions;
  readonly rights: RightsOfRoles;
  /** false: every caller may do everything, as the account's owner may. */
  readonly enforced: boolean;
}

/** What the wire asks of every request. */
export type Gate = Pick<Access, "admit" | "check" | "refusal">;

export class Access {
  readonly enforced: boolean;
  readonly #options: AccessOptions;
  readonly #policies = newPolicyCache();
  #services: ReadonlyMap<string, Service> = new Map();

  constructor(options: AccessOptions) {
    this.#options = options;
    this.enforced = options.enforced;
  }

  /** Their resources' own policies count from now on. */
  serve(services: readonly Service[]): void {
    this.#services = new Map(services.map((service) => [service.name, service]));
  }

  /** Only keys that begin with ASIA are of sessions; any other is the account's owner. Throws for a forged or expired one. */
  admit(service: string, accessKeyId: string | undefined, token: string | undefined): Caller {
    const { context, sessions } = this.#options;
    if (!accessKeyId?.startsWith("ASIA")) return ownerOf(context.account);
    const session = sessions.find(accessKeyId);
    const isExpired = session !== undefined && session.expiresAt <= context.clock.now();
    if (session && !isExpired && session.token === token) return session.caller;
    if (!this.enforced) return ownerOf(context.account);
    if (!session || session.token !== token) throw unknownKey(service, session ? "token" : "key");
    throw expiredKey(service);
  }

  /** Throws AWS's refusal when the caller may not do all that the operation demands. */
  check(service: Service, operation: string, input: unknown, call: Pick<Call, "caller" | "region">): void {
    if (call.caller.kind === "owner" || !this.enforced) return;
    const rule = Object.hasOwn(service.access, operation) ? service.access[operation] : undefined;
    const demands = rule ? rule(input, call) : { action: `${service.name}:${operation}`, resource: "*" };
    for (const one of Array.isArray(demands) ? (demands as readonly Demand[]) : [demands as Demand]) {
      const refusal = this.refusal(service.name, call.caller, one);
      if (refusal) throw refusal;
    }
  }

  refusal(service: string, caller: Caller, demand: Demand): ServiceError | undefined {
    if (!this.enforced) return undefined;
    const why = caller.kind === "owner" ? this.#distrustOf(caller, demand) : this.#denialOf(caller, demand);
    if (why === undefined) return undefined;
    return why === "no role" ? unknownKey(service, "key") : denied(service, caller.arn, demand, why);
  }

  /** Why a service that works under a role may not do this, as AWS says it; undefined when it may. */
  roleDenial(roleArn: string, sessionName: string, demand: Demand): string | undefined {
    if (!this.enforced) return undefined;
    const { account, clock } = this.#options.context;
    const arn = sessionArn(account, roleArn, sessionName);
    const why = this.#denialOf({ kind: "role", arn, userId: sessionName, roleArn, issuedAt: clock.now() }, demand);
    if (why === undefined) return undefined;
    const shown = why === "no role" ? "because the role does not exist" : why;
    return deniedText(arn, demand.action, demand.resource, shown);
  }

  /** Why a service may not do this on behalf of the source: under a role that trusts it, or by the resource's own policy. */
  serviceDenial(service: string, sourceArn: string, roleArn: string | undefined, demand: Demand): string | undefined {
    if (!this.enforced) return undefined;
    if (roleArn !== undefined) {
      if (this.trusts(roleArn, service, sourceArn)) return this.roleDenial(roleArn, "session", demand);
      return deniedText(service, "sts:AssumeRole", roleArn, "because the role does not trust it");
    }
    const { action, resource } = demand;
    const text = this.#policyTextOf(demand);
    // What is not there says so itself.
    if (text === undefined) return undefined;
    const policy = text === "" ? undefined : this.#policies.of(text);
    const context = serviceContext(this.#options.context, service, sourceArn, demand);
    const principal = { kind: "Service", names: [service] } as const;
    const why = resourceDenial(policy, { action, resource, principal, context });
    return why === undefined ? undefined : deniedText(service, action, resource, why);
  }

  /** Whether the role exists and lets the service take it, on behalf of the source. */
  trusts(roleArn: string, service: string, sourceArn?: string): boolean {
    if (!this.enforced) return true;
    const { context, rights } = this.#options;
    const known = rights.of(roleArn);
    const demand = { action: "sts:AssumeRole", resource: roleArn };
    const question: Question = {
      action: demand.action,
      principal: { kind: "Service", names: [service] },
      context: serviceContext(context, service, sourceArn ?? "", demand),
    };
    return known !== undefined && verdictOf(known.trust, question) === "allow";
  }

  #denialOf(session: RoleSession, demand: Demand): string | undefined {
    const { context, rights } = this.#options;
    const known = rights.of(session.roleArn);
    if (!known) return "no role";
    const question = {
      action: demand.action,
      resource: demand.resource,
      context: sessionContext(context, session, known.role, this.#withTags(demand)),
    };
    const names = { session: session.arn, role: session.roleArn, account: context.account };
    const { identity, boundary } = known;
    const resource = { policy: this.#policyOf(demand), isNeeded: demand.needsTrust === true };
    return denialOf({ identity, boundary, session: session.policies }, names, question, resource);
  }

  /** The owner may do everything but take a role that does not trust the account, nor the owner by name. */
  #distrustOf(owner: Owner, demand: Demand): string | undefined {
    if (!demand.needsTrust) return undefined;
    const { context } = this.#options;
    const question: Question = {
      action: demand.action,
      resource: demand.resource,
      principal: { kind: "AWS", names: [owner.arn, context.account, `arn:aws:iam::${context.account}:root`] },
      context: ownerContext(context, owner, this.#withTags(demand)),
    };
    return resourceDenial(this.#policyOf(demand), question);
  }

  /** `aws:ResourceTag/NAME`, looked up when a policy asks for one. */
  #withTags(demand: Demand): Demand {
    const lookUp = (key: string) => {
      const own = demand.lookUp?.(key);
      if (own !== undefined || !/^(aws|iam):resourcetag\//.test(key)) return own;
      // Not the action's: it is IAM that knows the tags of a role that STS is asked for.
      const service = this.#services.get(demand.resource.split(":", 3)[2] ?? "");
      const tags = tagsOf(service, demand.resource, this.#options.context) ?? {};
      const name = key.slice("aws:resourcetag/".length);
      return Object.entries(tags).find(([each]) => each.toLowerCase() === name)?.[1];
    };
    return { ...demand, lookUp };
  }

  #serviceOf({ action }: Demand): Service | undefined {
    return this.#services.get(action.slice(0, action.indexOf(":")));
  }

  #policyTextOf(demand: Demand): string | undefined {
    return this.#serviceOf(demand)?.policyOf?.(demand.resource);
  }

  #policyOf(demand: Demand): readonly CompiledStatement[] | undefined {
    const text = this.#policyTextOf(demand);
    return text === undefined || text === "" ? undefined : this.#policies.of(text);
  }
}

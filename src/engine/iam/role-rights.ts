// What each role may do and who may take it, made ready for questions once and kept until IAM changes.
import { awsManagedPolicy } from "./aws-managed.ts";
import { type CompiledStatement, compilePolicy } from "./compile-policy.ts";
import type { Iam } from "./iam.ts";
import { policyOfArn } from "./managed-policies.ts";
import { readIdentityPolicy, readTrustPolicy, versionOf } from "./policy-document.ts";
import { attachedPolicies, isAwsManaged } from "./role-attachments.ts";
import { inlinePolicies } from "./role-policies.ts";
import { type Role, roleOfArn } from "./roles.ts";

export interface RoleRights {
  readonly role: Role;
  readonly trust: readonly CompiledStatement[];
  readonly identity: readonly CompiledStatement[];
  readonly boundary: readonly CompiledStatement[] | undefined;
}

export class RightsOfRoles {
  readonly #iam: Iam;
  /** Counts the changes of IAM, for those who keep answers. */
  revision = 0;
  readonly #known = new Map<string, RoleRights | undefined>();

  constructor(iam: Iam) {
    this.#iam = iam;
  }

  /** Undefined: there is no such role. */
  of(roleArn: string): RoleRights | undefined {
    if (!this.#known.has(roleArn)) this.#known.set(roleArn, this.#read(roleArn));
    return this.#known.get(roleArn);
  }

  /** Something in IAM changed. */
  forget(): void {
    this.revision++;
    this.#known.clear();
  }

  #read(roleArn: string): RoleRights | undefined {
    const role = roleOfArn(this.#iam.store, roleArn);
    if (!role) return undefined;
    const inline = inlinePolicies(this.#iam, role.name).map(({ document }) => compileIdentityPolicy(document));
    const attached = attachedPolicies(this.#iam, role.name).map((arn) => this.#managed(arn));
    return {
      role,
      trust: compilePolicy(readTrustPolicy(role.trust), versionOf(role.trust)),
      identity: [...inline, ...attached].flat(),
      boundary: role.boundary === undefined ? undefined : this.#managed(role.boundary),
    };
  }

  #managed(arn: string): readonly CompiledStatement[] {
    return isAwsManaged(arn) ? awsManagedPolicy(arn) : compileIdentityPolicy(policyOfArn(this.#iam, arn).document);
  }
}

export const compileIdentityPolicy = (text: string) => compilePolicy(readIdentityPolicy(text), versionOf(text));

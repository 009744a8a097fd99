// Who calls: the account's owner, who may do everything, or a session of a role, who may do what the role may.
import type { CompiledStatement } from "../iam/compile-policy.ts";

export interface Owner {
  readonly kind: "owner";
  readonly arn: string;
  readonly userId: string;
}

export interface RoleSession {
  readonly kind: "role";
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` */
  readonly arn: string;
  readonly userId: string;
  readonly roleArn: string;
  readonly issuedAt: number;
  /** What narrows the session further than the role. */
  readonly policies?: readonly CompiledStatement[] | undefined;
  /** The function that the session was handed to. */
  readonly functionArn?: string | undefined;
}

export type Caller = Owner | RoleSession;

export const ownerOf = (account: string): Owner => ({
  kind: "owner",
  arn: `arn:aws:iam::${account}:user/local`,
  userId: "AIDALAMPLIGHTERLOCAL",
});

/** The session that a service takes of a role under a name of its choice. */
export function sessionArn(account: string, roleArn: string, session: string): string {
  return `arn:aws:sts::${account}:assumed-role/${roleArn.slice(roleArn.lastIndexOf("/") + 1)}/${session}`;
}

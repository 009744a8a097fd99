// What the operations of STS share.
import type { RightsOfRoles } from "../iam/role-rights.ts";
import type { EngineContext } from "../service.ts";
import type { Keys, Sessions } from "./sessions.ts";

export type Sts = Pick<EngineContext, "store" | "account"> & {
  readonly sessions: Sessions;
  readonly rights: RightsOfRoles;
};

export const shownKeys = ({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: Keys & { expiresAt: number }) => ({
  AccessKeyId: accessKeyId,
  SecretAccessKey: secretAccessKey,
  SessionToken: sessionToken,
  Expiration: expiresAt / 1_000,
});

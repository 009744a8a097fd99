// Who an access key is: the role it was handed out for, or the engine's one local user.
import type { Call, EngineContext } from "../service.ts";

export type Sts = Pick<EngineContext, "store" | "clock" | "random" | "account">;

export interface Identity {
  readonly userId: string;
  readonly arn: string;
}

/** Keys that STS did not hand out are all the same user: the engine checks no signature. */
export function identityOf(sts: Sts, call: Pick<Call, "accessKeyId">): Identity {
  const session = sts.store.get<{ user_id: string; arn: string }>(
    "SELECT user_id, arn FROM sts_sessions WHERE access_key = ? AND expires_at > ?",
    call.accessKeyId ?? "",
    sts.clock.now(),
  );
  if (session) return { userId: session.user_id, arn: session.arn };
  return { userId: "AIDALAMPLIGHTERLOCAL", arn: `arn:aws:iam::${sts.account}:user/local` };
}

export function openSession(sts: Sts, identity: Identity, seconds: number) {
  const now = sts.clock.now();
  const accessKeyId = `ASIA${sts.random.hex(8).toUpperCase()}`;
  const expiresAt = now + seconds * 1_000;
  sts.store.transaction(() => {
    sts.store.run("DELETE FROM sts_sessions WHERE expires_at <= ?", now);
    sts.store.run(
      "INSERT INTO sts_sessions (access_key, user_id, arn, expires_at) VALUES (?, ?, ?, ?)",
      accessKeyId,
      identity.userId,
      identity.arn,
      expiresAt,
    );
  });
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: sts.random.hex(20),
    SessionToken: sts.random.hex(64),
    Expiration: expiresAt / 1_000,
  };
}

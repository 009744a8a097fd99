// The sessions that keys were handed out for: STS's in the store, those of functions' processes as long as the engine lives.
import { type Caller, ownerOf, type RoleSession, sessionArn } from "../access/caller.ts";
import { compileIdentityPolicy } from "../iam/role-rights.ts";
import type { Role } from "../iam/roles.ts";
import type { EngineContext } from "../service.ts";
import { STS_SCHEMA } from "./schema.ts";

export interface Session {
  readonly caller: Caller;
  readonly token: string;
  readonly expiresAt: number;
}

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What a session is opened for: a role with the policies that narrow it, or the owner. */
export interface Opening {
  readonly role: Pick<Role, "arn" | "id"> | undefined;
  readonly name: string;
  readonly policies: readonly string[];
  readonly seconds: number;
}

interface KeyRow {
  readonly token: string;
  readonly user_id: string;
  readonly arn: string;
  readonly role_arn: string | null;
  readonly policies: string;
  readonly issued_at: number;
  readonly expires_at: number;
}

/** A function that was deleted may still run, for as long as any function may (Lambda quotas, function timeout). */
const LONGEST_RUN_MS = 900_000;
/** An expired key is told from a forged one for so long. */
const REMEMBERED_MS = 86_400_000;

export class Sessions {
  readonly #context: Pick<EngineContext, "store" | "clock" | "random" | "account">;
  readonly #read = new Map<string, Session>();
  readonly #ofFunctions = new Map<string, { readonly functionArn: string; readonly keys: Keys }>();

  constructor(context: Pick<EngineContext, "store" | "clock" | "random" | "account">) {
    this.#context = context;
    context.store.define(STS_SCHEMA);
  }

  find(accessKeyId: string): Session | undefined {
    const known = this.#read.get(accessKeyId);
    if (known) return known;
    const row = this.#context.store.get<KeyRow>("SELECT * FROM sts_keys WHERE access_key = ?", accessKeyId);
    if (!row) return undefined;
    const session = this.#sessionOf(row);
    this.#read.set(accessKeyId, session);
    return session;
  }

  open({ role, name, policies, seconds }: Opening): Keys & { readonly expiresAt: number } {
    const { store, clock, account } = this.#context;
    const now = clock.now();
    const keys = this.#newKeys();
    const expiresAt = now + seconds * 1_000;
    const owner = ownerOf(account);
    store.transaction(() => {
      store.run("DELETE FROM sts_keys WHERE expires_at <= ?", now - REMEMBERED_MS);
      store.run(
        `INSERT INTO sts_keys (access_key, token, user_id, arn, role_arn, policies, issued_at, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        keys.accessKeyId,
        keys.sessionToken,
        role ? `${role.id}:${name}` : owner.userId,
        role ? sessionArn(account, role.arn, name) : owner.arn,
        role?.arn ?? null,
        JSON.stringify(policies),
        now,
        expiresAt,
      );
    });
    this.#forgetExpired(now);
    return { ...keys, expiresAt };
  }

  /** The keys of a function's processes: the same for the same role and function, good while the engine runs, since the
   * processes end with it (Lambda renews those of its environments before they expire). */
  ofFunction(role: Pick<Role, "arn" | "id">, functionName: string, functionArn: string): Keys {
    const place = `${role.id} ${functionArn}`;
    const known = this.#ofFunctions.get(place);
    if (known) return known.keys;
    const { clock, account } = this.#context;
    const keys = this.#newKeys();
    const caller: RoleSession = {
      kind: "role",
      arn: sessionArn(account, role.arn, functionName),
      userId: `${role.id}:${functionName}`,
      roleArn: role.arn,
      issuedAt: clock.now(),
      functionArn,
    };
    this.#ofFunctions.set(place, { functionArn, keys });
    this.#read.set(keys.accessKeyId, { caller, token: keys.sessionToken, expiresAt: Number.POSITIVE_INFINITY });
    return keys;
  }

  /** The function was deleted: its keys end when the last of its runs must have. */
  endOfFunction(functionArn: string): void {
    const now = this.#context.clock.now();
    for (const [place, of] of this.#ofFunctions) {
      if (of.functionArn !== functionArn) continue;
      this.#ofFunctions.delete(place);
      const session = this.#read.get(of.keys.accessKeyId);
      if (session) this.#read.set(of.keys.accessKeyId, { ...session, expiresAt: now + LONGEST_RUN_MS });
    }
    this.#forgetExpired(now);
  }

  #forgetExpired(now: number): void {
    for (const [key, session] of this.#read) if (session.expiresAt <= now - REMEMBERED_MS) this.#read.delete(key);
  }

  #newKeys(): Keys {
    const { random } = this.#context;
    return {
      accessKeyId: `ASIA${random.hex(8).toUpperCase()}`,
      secretAccessKey: random.hex(20),
      sessionToken: random.hex(64),
    };
  }

  #sessionOf(row: KeyRow): Session {
    const policies = (JSON.parse(row.policies) as string[]).map(compileIdentityPolicy);
    const caller: Caller =
      row.role_arn === null
        ? ownerOf(this.#context.account)
        : {
            kind: "role",
            arn: row.arn,
            userId: row.user_id,
            roleArn: row.role_arn,
            issuedAt: row.issued_at,
            policies: policies.length === 0 ? undefined : policies.flat(),
          };
    return { caller, token: row.token, expiresAt: row.expires_at };
  }
}

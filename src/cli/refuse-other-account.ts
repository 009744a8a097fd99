// Nothing is done in another account than the environment's.
import { identityOf } from "../aws/identity.ts";
import type { Place } from "../desired/arns.ts";
import type { Environment } from "../manifest/model.ts";
import type { Connection } from "./connection.ts";
import { WrongAccount } from "./errors.ts";

/** Throws WrongAccount. An environment that names no account is wherever its credentials are. */
export function refuseOtherAccount({ name, account }: Environment, { account: here }: Place): void {
  if (account !== undefined && account !== here) throw new WrongAccount(name, account, here);
}

/** For what acts by the ledger alone, and would not ask who it is: asked only where the environment names an account. */
export async function askForAccount(environment: Environment, { clients }: Connection): Promise<void> {
  if (environment.account !== undefined) refuseOtherAccount(environment, await identityOf(clients));
}

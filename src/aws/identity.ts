// Who we are to AWS: the account and partition that every ARN is made with.
import type { CloudIdentity } from "../apply/cloud.ts";
import type { Clients } from "./clients.ts";

export async function identityOf(clients: Pick<Clients, "sts" | "region">): Promise<CloudIdentity> {
  const [sts, { GetCallerIdentityCommand }] = await Promise.all([clients.sts(), import("@aws-sdk/client-sts")]);
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  return { account: Account ?? "", region: clients.region, partition: Arn?.split(":")[1] ?? "aws" };
}

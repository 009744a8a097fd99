// The role of the functions in tests about other things: Lambda may take it, and it may do everything.
import { CreateRoleCommand, EntityAlreadyExistsException, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";

const NAME = "acme-local-job";
export const FUNCTION_ROLE = `arn:aws:iam::000000000000:role/${NAME}`;

const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: statement });

/** An engine that was opened again on its folder has it already. */
export async function makeFunctionRole(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const iam = new IAMClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const everything = document({ Effect: "Allow", Action: "*", Resource: "*" });
  try {
    await iam.send(new CreateRoleCommand({ RoleName: NAME, AssumeRolePolicyDocument: document(trust) }));
    await iam.send(new PutRolePolicyCommand({ RoleName: NAME, PolicyName: "all", PolicyDocument: everything }));
  } catch (error) {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
  } finally {
    iam.destroy();
  }
}

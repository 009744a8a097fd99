// Systems Manager's Parameter Store, as far as jobs.yaml and jobs read it: put, get, delete.
import { demand } from "../access/demand.ts";
import { type Call, type EngineContext, type Service, ServiceError } from "../service.ts";
import { getParameter, getParameters } from "./get-parameter.ts";
import { newest, parameterArn, type Ssm, splitSelector } from "./parameters.ts";
import { putParameter } from "./put-parameter.ts";
import { SSM_SCHEMA } from "./schema.ts";

interface Named {
  readonly Name: string;
}

export function createSsmService(context: EngineContext): { readonly service: Service } {
  context.store.define(SSM_SCHEMA);
  const operations = {
    PutParameter: putParameter(context),
    GetParameter: getParameter(context),
    GetParameters: getParameters(context),
    DeleteParameter: deleteParameter(context),
  };
  return { service: { name: "ssm", operations, access: accessOf(context.account) } };
}

const deleteParameter =
  (ssm: Ssm) =>
  ({ Name }: Named, { region }: Call) => {
    if (!newest(ssm, region, Name)) throw new ServiceError("ParameterNotFound", "");
    ssm.store.run("DELETE FROM ssm_parameters WHERE region = ? AND name = ?", region, Name);
    return {};
  };

/** The key that AWS manages for Parameter Store lets everybody of the account decrypt through it (User Guide, SecureString). */
function accessOf(account: string): Service["access"] {
  const on = (action: string, region: string, name: string) =>
    demand(`ssm:${action}`, parameterArn(account, region, splitSelector(name).name));
  const rule =
    (action: string) =>
    (input: Named, { region }: Pick<Call, "region">) =>
      on(action, region, input.Name);
  return {
    PutParameter: rule("PutParameter"),
    GetParameter: rule("GetParameter"),
    DeleteParameter: rule("DeleteParameter"),
    GetParameters: ({ Names }: { readonly Names: readonly string[] }, { region }: Pick<Call, "region">) =>
      Names.map((name) => on("GetParameters", region, name)),
  };
}

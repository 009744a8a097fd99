// The resource policy of a function: statements added and removed one by one, each version and alias with its own.
import { stableHash } from "../../../core/json.ts";
import type { EngineContext } from "../../service.ts";
import { conflict, notFound, revisionMismatch } from "../faults.ts";
import { functionArn, readReference } from "../names.ts";
import type { Control } from "./control.ts";

interface Named {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly RevisionId?: string;
}

interface AddInput extends Named {
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly EventSourceToken?: string;
  readonly PrincipalOrgID?: string;
  readonly FunctionUrlAuthType?: string;
  readonly InvokedViaFunctionUrl?: boolean;
}

const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:[^:]+:\d{12}:function:([^:]+)(?::(.+))?$/;

export function permissionOperations({ table, context }: Control) {
  const { store } = context;

  function target(input: Named): { name: string; qualifier: string; arn: string } {
    const { name, qualifier } = readReference(context, input.FunctionName, input.Qualifier);
    table.resolve(name, qualifier);
    return { name, qualifier: qualifier ?? "", arn: functionArn(context, name, qualifier) };
  }
  function policyOf({ name, qualifier }: { name: string; qualifier: string }) {
    const sql = "SELECT statement FROM lambda_permissions WHERE name = ? AND qualifier = ? ORDER BY statement_id";
    const statements = store
      .all<{ statement: string }>(sql, name, qualifier)
      .map(({ statement }) => JSON.parse(statement));
    const RevisionId = stableHash(statements).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
    return { statements, RevisionId };
  }
  function checkRevision(at: { name: string; qualifier: string }, revisionId: string | undefined): void {
    if (revisionId !== undefined && revisionId !== policyOf(at).RevisionId) throw revisionMismatch();
  }

  return {
    AddPermission(input: AddInput) {
      const at = target(input);
      checkRevision(at, input.RevisionId);
      const Statement = JSON.stringify(statementOf(input, at.arn));
      const sql = "INSERT INTO lambda_permissions VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
      if (store.run(sql, at.name, at.qualifier, input.StatementId, Statement) === 0) {
        throw conflict(
          `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        );
      }
      return { Statement };
    },
    GetPolicy(input: Named) {
      const { statements, RevisionId } = policyOf(target(input));
      if (statements.length === 0) throw notFound("The resource you requested does not exist.");
      return { Policy: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements }), RevisionId };
    },
    RemovePermission(input: Named & { StatementId: string }) {
      const at = target(input);
      checkRevision(at, input.RevisionId);
      const sql = "DELETE FROM lambda_permissions WHERE name = ? AND qualifier = ? AND statement_id = ?";
      if (store.run(sql, at.name, at.qualifier, input.StatementId) === 0) {
        throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
      }
    },
  };
}

/** The policy of the function, version or alias that the ARN names. */
export function resourcePolicyOf(context: EngineContext, arn: string): string | undefined {
  const [, name = "", qualifier = ""] = FUNCTION_ARN.exec(arn) ?? [];
  const sql = "SELECT statement FROM lambda_permissions WHERE name = ? AND qualifier = ? ORDER BY statement_id";
  const rows = context.store.all<{ statement: string }>(sql, name, qualifier);
  if (rows.length === 0) {
    return context.store.get("SELECT 1 FROM lambda_functions WHERE name = ?", name) === undefined ? undefined : "";
  }
  return `{"Version":"2012-10-17","Statement":[${rows.map(({ statement }) => statement).join(",")}]}`;
}

function statementOf(input: AddInput, Resource: string) {
  const principal = input.Principal.endsWith(".amazonaws.com")
    ? { Service: input.Principal }
    : { AWS: input.Principal };
  const equal = {
    "AWS:SourceAccount": input.SourceAccount,
    "aws:PrincipalOrgID": input.PrincipalOrgID,
    "lambda:EventSourceToken": input.EventSourceToken,
    "lambda:FunctionUrlAuthType": input.FunctionUrlAuthType,
  };
  const viaUrl = input.InvokedViaFunctionUrl;
  const condition = {
    ...(Object.values(equal).some((value) => value !== undefined) && { StringEquals: equal }),
    ...(input.SourceArn !== undefined && { ArnLike: { "AWS:SourceArn": input.SourceArn } }),
    ...(viaUrl !== undefined && { Bool: { "lambda:InvokedViaFunctionUrl": String(viaUrl) } }),
  };
  return {
    Sid: input.StatementId,
    Effect: "Allow",
    Principal: input.Principal === "*" ? "*" : principal,
    Action: input.Action,
    Resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

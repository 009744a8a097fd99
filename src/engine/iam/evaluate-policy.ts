// Whether statements allow what is asked: an explicit deny beats every allow, and silence denies (IAM User Guide).
import { conditionHolds, matchesWildcard, type RequestContext } from "./condition.ts";
import { listOf, type Statement } from "./policy-document.ts";

export interface Question {
  readonly action: string;
  /** Left out where the statements hang on the resource itself: a trust policy. */
  readonly resource?: string;
  /** Who asks, where statements name principals: kind (Service, AWS) and all the names they go by. */
  readonly principal?: { readonly kind: string; readonly names: readonly string[] };
  readonly context: RequestContext;
}

export function isAllowed(statements: readonly Statement[], question: Question): boolean {
  const matching = statements.filter((statement) => applies(statement, question));
  return matching.some(({ Effect }) => Effect === "Allow") && !matching.some(({ Effect }) => Effect === "Deny");
}

function applies(statement: Statement, { action, resource, principal, context }: Question): boolean {
  return (
    actionMatches(statement, action) &&
    (resource === undefined || resourceMatches(statement, resource)) &&
    (principal === undefined || principalMatches(statement, principal)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) => conditionHolds(operator, keys, context))
  );
}

/** Actions are compared without regard to case. */
function actionMatches({ Action, NotAction }: Statement, action: string): boolean {
  const named = listOf(Action ?? NotAction).some((one) => matchesWildcard(one.toLowerCase(), action.toLowerCase()));
  return named === (Action !== undefined);
}

function resourceMatches({ Resource, NotResource }: Statement, resource: string): boolean {
  return listOf(Resource ?? NotResource).some((one) => matchesWildcard(one, resource)) === (Resource !== undefined);
}

function principalMatches({ Principal }: Statement, asking: NonNullable<Question["principal"]>): boolean {
  if (Principal === undefined || typeof Principal === "string") return Principal === "*";
  return listOf(Principal[asking.kind]).some((name) => name === "*" || asking.names.includes(name));
}

// A policy made ready for many questions: its texts, variables and conditions are read once.
import { compileCondition } from "./condition.ts";
import { listOf, type Statement } from "./policy-document.ts";
import { compileText } from "./policy-text.ts";
import type { RequestContext } from "./request-context.ts";
import { wildcardTest } from "./wildcard.ts";

/** Who asks, where statements name principals: the kind, and all the names they go by. */
export interface Asking {
  readonly kind: "AWS" | "Service";
  readonly names: readonly string[];
}

export interface Question {
  readonly action: string;
  /** Left out where the statements hang on the resource itself: a trust policy. */
  readonly resource?: string;
  readonly principal?: Asking;
  readonly context: RequestContext;
}

export interface CompiledStatement {
  readonly effect: "Allow" | "Deny";
  /** The action is given in small letters too: it is the same for all statements. */
  applies(question: Question, lowerAction: string): boolean;
}

type Test = CompiledStatement["applies"];

export function compilePolicy(statements: readonly Statement[], version: string | undefined): CompiledStatement[] {
  const hasVariables = version === "2012-10-17";
  return statements.map((statement) => {
    const tests: Test[] = [
      actionTest(statement),
      ...resourceTest(statement, hasVariables),
      ...principalTest(statement),
    ];
    for (const [operator, keys] of Object.entries(statement.Condition ?? {})) {
      const holds = compileCondition(operator, keys, hasVariables);
      tests.push(({ context }) => holds(context));
    }
    return { effect: statement.Effect, applies: (question, action) => tests.every((test) => test(question, action)) };
  });
}

/** Actions are compared without regard to case. */
function actionTest({ Action, NotAction }: Statement): Test {
  const tests = listOf(Action ?? NotAction).map((one) => wildcardTest(one.toLowerCase()));
  return (_question, lowerAction) => tests.some((test) => test(lowerAction)) === (Action !== undefined);
}

function resourceTest({ Resource, NotResource }: Statement, hasVariables: boolean): Test[] {
  if (Resource === undefined && NotResource === undefined) return [];
  const tests = listOf(Resource ?? NotResource).map((one) => compileText(one, "arn", hasVariables));
  return [
    ({ resource, context }) =>
      resource === undefined || tests.some((test) => test(resource, context)) === (Resource !== undefined),
  ];
}

function principalTest({ Principal, NotPrincipal }: Statement): Test[] {
  const named = Principal ?? NotPrincipal;
  if (named === undefined) return [({ principal }) => principal === undefined];
  return [({ principal }) => principal === undefined || isNamed(named, principal) === (Principal !== undefined)];
}

function isNamed(named: NonNullable<Statement["Principal"]>, asking: Asking): boolean {
  if (typeof named === "string") return named === "*";
  return listOf(named[asking.kind]).some((name) => name === "*" || asking.names.includes(name));
}

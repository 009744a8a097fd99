// The evaluator of policies against somebody else's, @cloud-copilot/iam-simulate: the cases of its tests, then policies drawn at
// random. Where LAMP_IAM_ORACLE says, that package is installed (.ci/run does it); it is no dependency of ours.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { denialOf } from "../../src/engine/iam/authorize.ts";
import { compilePolicy } from "../../src/engine/iam/compile-policy.ts";
import type { Statement } from "../../src/engine/iam/policy-document.ts";
import { contextOf } from "../../src/engine/iam/request-context.ts";
import { CASES, type Case, ROLE, SESSION } from "../engine/iam/evaluator-cases.ts";

const RUNS = Number(process.argv[2] ?? 5_000);
const ACCOUNT = "000000000000";

interface Oracle {
  runSimulation(
    simulation: object,
    options: object,
  ): Promise<{ resultType: string; overallResult?: string; errors?: unknown }>;
}

async function loadOracle(): Promise<Oracle> {
  const folder = process.env["LAMP_IAM_ORACLE"];
  if (!folder) throw new Error("LAMP_IAM_ORACLE: expected a folder in which @cloud-copilot/iam-simulate is installed");
  const path = createRequire(join(folder, "index.js")).resolve("@cloud-copilot/iam-simulate");
  return (await import(pathToFileURL(path).href)) as Oracle;
}

const oracle = await loadOracle();
const document = (version: string, statements: readonly object[]) => ({ Version: version, Statement: statements });

async function theirs({ version = "2012-10-17", ...asked }: Case): Promise<boolean | string> {
  const result = await oracle.runSimulation(
    {
      request: {
        principal: SESSION,
        action: asked.action,
        resource: { resource: asked.resource, accountId: ACCOUNT },
        contextVariables: { "aws:PrincipalAccount": ACCOUNT, "aws:PrincipalArn": ROLE, ...asked.keys },
      },
      identityPolicies:
        asked.statements.length === 0 ? [] : [{ name: "own", policy: document(version, asked.statements) }],
      permissionBoundaryPolicies: asked.boundary
        ? [{ name: "b", policy: document(version, [asked.boundary]) }]
        : undefined,
      resourcePolicy: asked.resourcePolicy
        ? document(version, [{ ...asked.resourcePolicy, Resource: asked.resource }])
        : undefined,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === "error") return JSON.stringify(result.errors);
  return result.overallResult === "Allowed";
}

function ours({ version = "2012-10-17", statements, boundary, resourcePolicy, ...asked }: Case): boolean {
  const compiled = (given: readonly object[]) => compilePolicy(given as readonly Statement[], version);
  const keys = Object.entries(asked.keys ?? {}).map(([key, value]) => [key.toLowerCase(), value] as const);
  const context = contextOf({ "aws:principalaccount": ACCOUNT, "aws:principalarn": ROLE, ...Object.fromEntries(keys) });
  const rights = { identity: compiled(statements), boundary: boundary && compiled([boundary]), session: undefined };
  const question = { action: asked.action ?? "", resource: asked.resource ?? "", context };
  const names = { session: SESSION, role: ROLE, account: ACCOUNT };
  const policy = resourcePolicy && compiled([resourcePolicy]);
  return denialOf(rights, names, question, { policy, isNeeded: false }) === undefined;
}

/** A small world, so that what is asked and what is allowed meet often. */
const word = fc.constantFrom("a", "ab", "b", "reports", "2027");
const wild = fc.constantFrom("a", "a*", "?b", "*", "re*s", "${aws:PrincipalAccount}");
const verb = fc.constantFrom("Get", "Put", "*", "G*", "PutO?ject".slice(0, 3));
const action = fc.oneof(
  verb.map((one) => `s3:${one}${one.endsWith("*") ? "" : "Object"}`),
  fc.constantFrom("*", "s3:*", "s3:ListBucket"),
);
const resource = fc.oneof(
  fc.tuple(wild, wild).map(([bucket, key]) => `arn:aws:s3:::${bucket}/${key}`),
  wild.map((bucket) => `arn:aws:s3:::${bucket}`),
  fc.constant("*"),
);
const OPERATORS =
  "StringEquals StringNotEquals StringLike StringNotLike StringEqualsIgnoreCase StringNotEqualsIgnoreCase".split(" ");
const condition = fc
  .tuple(
    fc.constantFrom(...OPERATORS),
    fc.boolean(),
    fc.constantFrom("s3:prefix", "s3:delimiter"),
    fc.array(wild, { minLength: 1, maxLength: 2 }),
  )
  .map(([operator, ifExists, key, values]) => ({ [`${operator}${ifExists ? "IfExists" : ""}`]: { [key]: values } }));
const numeric = fc
  .tuple(
    fc.constantFrom("NumericLessThan", "NumericEquals", "NumericNotEquals", "NumericGreaterThanEquals"),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([operator, bound]) => ({ [operator]: { "s3:max-keys": String(bound) } }));
const statement = fc
  .record({
    effect: fc.constantFrom("Allow", "Allow", "Deny"),
    actions: fc.array(action, { minLength: 1, maxLength: 2 }),
    notAction: fc.boolean(),
    resources: fc.array(resource, { minLength: 1, maxLength: 2 }),
    notResource: fc.boolean(),
    conditions: fc.option(fc.oneof(condition, numeric), { nil: undefined }),
  })
  .map(({ effect, actions, notAction, resources, notResource, conditions }) => ({
    Effect: effect,
    [notAction ? "NotAction" : "Action"]: actions,
    [notResource ? "NotResource" : "Resource"]: resources,
    ...(conditions && { Condition: conditions }),
  }));
const question = fc.oneof(
  fc.tuple(fc.constantFrom("s3:GetObject", "s3:PutObject"), word, word).map(([asked, bucket, key]) => ({
    action: asked,
    resource: `arn:aws:s3:::${bucket}/${key}`,
    keys: {} as Record<string, string>,
  })),
  fc
    .tuple(word, fc.option(word, { nil: undefined }), fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }))
    .map(([bucket, prefix, most]) => ({
      action: "s3:ListBucket",
      resource: `arn:aws:s3:::${bucket}`,
      keys: {
        ...(prefix !== undefined && { "s3:prefix": prefix }),
        ...(most !== undefined && { "s3:max-keys": String(most) }),
      } as Record<string, string>,
    })),
);

const failures: string[] = [];
for (const each of CASES) {
  const answer = await theirs(each);
  if ((answer !== each.allowed) !== (each.disputed === true))
    failures.push(`case ${each.name}: expected ${each.allowed}, the other says ${answer}`);
}
let allowed = 0;
await fc.assert(
  fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 4 }), question, async (statements, asked) => {
    const each: Case = { name: "drawn", statements, allowed: false, ...asked };
    const mine = ours(each);
    const other = await theirs(each);
    if (mine) allowed++;
    if (mine !== other) throw new Error(`ours says ${mine}, the other ${other}`);
  }),
  { numRuns: RUNS },
);
for (const failure of failures) console.error(failure);
console.log(
  `${CASES.length} cases, ${failures.length} of them otherwise; ${RUNS} policies drawn, ${allowed} of them allow, none otherwise`,
);
process.exitCode = failures.length > 0 ? 1 : 0;

// Policy documents: read, checked as IAM checks them when they are stored, and given back in IAM's encoding.
import { isOperator } from "./condition.ts";
import { malformedPolicy } from "./errors.ts";

export type OneOrMany = string | readonly string[];

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, OneOrMany>>;
  readonly NotPrincipal?: "*" | Readonly<Record<string, OneOrMany>>;
  readonly Action?: OneOrMany;
  readonly NotAction?: OneOrMany;
  readonly Resource?: OneOrMany;
  readonly NotResource?: OneOrMany;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const VERSIONS = [undefined, "2012-10-17", "2008-10-17"];

export const listOf = (value: OneOrMany | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/** The statements of a policy that says what its role may do. */
export function readIdentityPolicy(text: string): readonly Statement[] {
  return readStatements(text, (statement) => {
    if ("Principal" in statement || "NotPrincipal" in statement) {
      throw malformedPolicy("Policy document should not specify a principal.");
    }
    checkActions(statement);
    const resources = textsOf(statement["Resource"] ?? statement["NotResource"]);
    if (!resources || resources.length === 0) throw malformedPolicy("Policy statement must contain resources.");
    const wrong = resources.find((resource) => resource !== "*" && !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:./s.test(resource));
    if (wrong !== undefined) throw malformedPolicy(`Resource ${wrong} must be in ARN format or "*".`);
  });
}

/** The statements of a policy that says who may take the role. */
export function readTrustPolicy(text: string): readonly Statement[] {
  return readStatements(text, (statement) => {
    if ("Resource" in statement || "NotResource" in statement) throw malformedPolicy("Has prohibited field Resource");
    if (!("Principal" in statement)) throw malformedPolicy("Missing required field Principal");
    const principal = statement["Principal"];
    const kinds = typeof principal === "object" && principal !== null ? Object.values(principal) : [];
    if (principal !== "*" && (kinds.length === 0 || !kinds.every(textsOf))) {
      throw malformedPolicy("Invalid principal in policy");
    }
    checkActions(statement);
    const actions = textsOf(statement["Action"]) ?? [];
    if (actions.some((action) => !/^sts:/i.test(action))) {
      throw malformedPolicy("AssumeRole policy may only specify STS AssumeRole actions.");
    }
  });
}

/** The statements of a policy that a resource carries; `holds` tells the names of that resource and of what is in it. */
export function readResourcePolicy(text: string, holds: (resource: string) => boolean): readonly Statement[] {
  return readStatements(text, (statement) => {
    if (!("Principal" in statement) && !("NotPrincipal" in statement)) {
      throw malformedPolicy("Missing required field Principal");
    }
    checkActions(statement);
    const resources = textsOf(statement["Resource"] ?? statement["NotResource"]);
    if (!resources || resources.length === 0) throw malformedPolicy("Missing required field Resource");
    if (!resources.every(holds)) throw malformedPolicy("Policy has invalid resource");
  });
}

function readStatements(text: string, check: (statement: Record<string, unknown>) => void): readonly Statement[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformedPolicy("This policy contains invalid Json");
  }
  if (!isRecord(document) || !VERSIONS.includes(document["Version"] as string)) {
    throw malformedPolicy("Syntax errors in policy.");
  }
  const statements = Array.isArray(document["Statement"]) ? document["Statement"] : [document["Statement"]];
  for (const statement of statements) {
    if (!isRecord(statement)) throw malformedPolicy("Syntax errors in policy.");
    if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny") {
      throw malformedPolicy(`Invalid effect: ${String(statement["Effect"])}`);
    }
    const condition = statement["Condition"] ?? {};
    if (!isRecord(condition) || !Object.values(condition).every(isRecord)) {
      throw malformedPolicy("Syntax errors in policy.");
    }
    const unknown = Object.keys(condition).find((operator) => !isOperator(operator));
    if (unknown !== undefined) throw malformedPolicy(`Invalid Condition type : ${unknown}.`);
    check(statement);
  }
  return statements as readonly Statement[];
}

function checkActions(statement: Record<string, unknown>): void {
  const actions = textsOf(statement["Action"] ?? statement["NotAction"]);
  if (!actions || actions.length === 0) throw malformedPolicy("Policy statement must contain actions.");
  if (actions.every((action) => action === "*" || /^[A-Za-z0-9-]+:\S+$/.test(action))) return;
  throw malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
}

function textsOf(value: unknown): readonly string[] | undefined {
  if (typeof value === "string") return [value];
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** IAM counts a policy's size without its white space (IAM User Guide, IAM and STS quotas). */
export const policySize = (text: string) => text.replace(/\s/g, "").length;

/** Documents leave IAM URL-encoded as RFC 3986 says (API Reference, GetRolePolicy). */
export const encodeDocument = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Without a version a policy is of 2008 and knows no variables (IAM User Guide, Version). */
export const versionOf = (text: string): string | undefined => (JSON.parse(text) as { Version?: string }).Version;

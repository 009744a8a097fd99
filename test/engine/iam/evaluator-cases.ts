// Cases of policy evaluation, written from the IAM User Guide: what a role with these statements may do with this request.
// The differential test against another evaluator (test/interop/compare-iam.ts) asks the same questions.
export interface Case {
  readonly name: string;
  readonly statements: readonly object[];
  readonly action?: string;
  readonly resource?: string;
  readonly keys?: Readonly<Record<string, string | readonly string[]>>;
  readonly version?: string;
  readonly resourcePolicy?: object;
  readonly boundary?: object;
  readonly allowed: boolean;
  /** The other evaluator says otherwise, and AWS's page says why it is wrong. */
  readonly disputed?: true;
}

export const SESSION = "arn:aws:sts::000000000000:assumed-role/job/run";
export const ROLE = "arn:aws:iam::000000000000:role/job";

const put = { action: "s3:PutObject", resource: "arn:aws:s3:::reports/2027/march.html" };
const allow = (more: object = {}) => ({ Effect: "Allow", Action: "s3:*", Resource: "*", ...more });
const deny = (more: object = {}) => ({ Effect: "Deny", Action: "s3:*", Resource: "*", ...more });
const when = (operator: string, key: string, value: unknown) => [
  allow({ Condition: { [operator]: { [key]: value } } }),
];
const one = (name: string, statements: readonly object[], allowed: boolean, more: Partial<Case> = {}): Case => ({
  name,
  statements,
  allowed,
  ...more,
});
/** Condition keys that S3 takes, for each kind of value. */
const TEXT = "s3:prefix";
const ARN = "aws:SourceArn";
const NUMBER = "s3:max-keys";
const listing = { action: "s3:ListBucket", resource: "arn:aws:s3:::reports" };
const text = (operator: string, wanted: unknown, actual: string | undefined, allowed: boolean) =>
  one(`${operator} ${JSON.stringify(wanted)} of ${actual}`, when(operator, TEXT, wanted), allowed, {
    ...listing,
    keys: actual === undefined ? {} : { [TEXT]: actual },
  });
const arn = (operator: string, wanted: unknown, actual: string, allowed: boolean) =>
  one(`${operator} ${JSON.stringify(wanted)} of ${actual}`, when(operator, ARN, wanted), allowed, {
    keys: { [ARN]: actual },
  });
const number = (operator: string, wanted: string, actual: string, allowed: boolean) =>
  one(`${operator} ${wanted} of ${actual}`, when(operator, NUMBER, wanted), allowed, {
    ...listing,
    keys: { [NUMBER]: actual },
  });
const date = (operator: string, wanted: string, allowed: boolean) =>
  one(`${operator} ${wanted} at six`, when(operator, "aws:CurrentTime", wanted), allowed, {
    keys: { "aws:CurrentTime": "2027-03-01T06:00:00Z" },
  });
const address = (operator: string, wanted: unknown, actual: string, allowed: boolean) =>
  one(`${operator} ${JSON.stringify(wanted)} of ${actual}`, when(operator, "aws:SourceIp", wanted), allowed, {
    keys: { "aws:SourceIp": actual },
  });
const tags = (operator: string, wanted: unknown, actual: readonly string[] | undefined, allowed: boolean) =>
  one(
    `${operator} ${JSON.stringify(wanted)} of ${JSON.stringify(actual)}`,
    when(operator, "aws:TagKeys", wanted),
    allowed,
    {
      action: "sqs:TagQueue",
      resource: "arn:aws:sqs:us-east-1:000000000000:q",
      statements: [allow({ Action: "sqs:*", Condition: { [operator]: { "aws:TagKeys": wanted } } })],
      keys: actual === undefined ? {} : { "aws:TagKeys": actual },
    },
  );

const SOURCE = "arn:aws:events:us-east-1:000000000000:rule/ended";

const ELEMENTS: readonly Case[] = [
  one("nothing", [], false),
  one("everything", [allow({ Action: "*" })], true),
  one("a deny beside it", [allow(), deny({ Action: "s3:PutObject" })], false),
  one("a deny of another action", [allow(), deny({ Action: "s3:DeleteObject" })], true),
  one("the action in other letters", [allow({ Action: "S3:putOBJECT" })], true),
  one("a part of the action", [allow({ Action: "s3:Put*" })], true),
  one("one letter of the action", [allow({ Action: "s3:?utObject" })], true),
  one("another part", [allow({ Action: ["s3:Get*", "s3:List*"] })], false),
  one("all but reading", [allow({ Action: undefined, NotAction: "s3:Get*" })], true),
  one("all but this", [allow({ Action: undefined, NotAction: ["s3:PutObject"] })], false),
  one("a deny of all but this", [allow(), deny({ Action: undefined, NotAction: "s3:PutObject" })], true),
  one("the prefix", [allow({ Resource: "arn:aws:s3:::reports/2027/*" })], true),
  one("the bucket alone", [allow({ Resource: "arn:aws:s3:::reports" })], false),
  one("the key in other letters", [allow({ Resource: "arn:aws:s3:::reports/2027/March.html" })], false),
  one("one letter of the key", [allow({ Resource: "arn:aws:s3:::reports/202?/march.html" })], true),
  one("all but this prefix", [allow({ Resource: undefined, NotResource: "arn:aws:s3:::reports/2027/*" })], false),
  one("all but another", [allow({ Resource: undefined, NotResource: "arn:aws:s3:::other/*" })], true),
  one("a deny of all but this", [allow(), deny({ Resource: undefined, NotResource: "arn:aws:s3:::reports/*" })], true),
  one("a deny of all but another", [allow(), deny({ Resource: undefined, NotResource: "arn:aws:s3:::o/*" })], false),
  one("a star over a colon", [allow({ Resource: "arn:aws:s3:*:reports/*" })], false),
];

const VARIABLES: readonly Case[] = [
  one("a variable in the resource", [allow({ Resource: "arn:aws:s3:::reports/${s3:prefix}/*" })], false),
  one("a variable in the key", [allow({ Resource: "arn:aws:s3:::${aws:PrincipalAccount}/*" })], true, {
    resource: "arn:aws:s3:::000000000000/x",
  }),
  one("another account", [allow({ Resource: "arn:aws:s3:::${aws:PrincipalAccount}/*" })], false),
  one("a variable of 2008", [allow({ Resource: "arn:aws:s3:::${aws:PrincipalAccount}/*" })], false, {
    resource: "arn:aws:s3:::000000000000/x",
    version: "2008-10-17",
    disputed: true,
  }),
  one("a star that is meant", [allow({ Resource: "arn:aws:s3:::reports/${*}" })], true, {
    resource: "arn:aws:s3:::reports/*",
  }),
  one("a star that is meant, of more", [allow({ Resource: "arn:aws:s3:::reports/${*}" })], false),
  one("a dollar that is meant", [allow({ Resource: "arn:aws:s3:::reports/${$}a" })], true, {
    resource: "arn:aws:s3:::reports/$a",
  }),
  one("a default", [allow({ Resource: "arn:aws:s3:::${aws:PrincipalTag/team, 'reports'}/*" })], true),
  one("a variable in a condition", when("StringEquals", TEXT, "${aws:PrincipalAccount}/"), true, {
    ...listing,
    keys: { [TEXT]: "000000000000/" },
  }),
];

const CONDITIONS: readonly Case[] = [
  text("StringEquals", "a/", "a/", true),
  text("StringEquals", ["b/", "a/"], "a/", true),
  text("StringEquals", "a/", "A/", false),
  text("StringEquals", "a*", "ab", false),
  text("StringEquals", "a/", undefined, false),
  text("StringEqualsIfExists", "a/", undefined, true),
  text("StringEqualsIfExists", "a/", "b/", false),
  text("StringNotEquals", "a/", "b/", true),
  text("StringNotEquals", ["a/", "b/"], "b/", false),
  text("StringNotEquals", "a/", undefined, true),
  text("StringEqualsIgnoreCase", "A/", "a/", true),
  text("StringNotEqualsIgnoreCase", "A/", "a/", false),
  text("StringLike", "a*/", "abc/", true),
  text("StringLike", "a?/", "abc/", false),
  text("StringNotLike", "a*", "abc/", false),
  text("Null", "true", undefined, true),
  text("Null", "false", undefined, false),
  text("Null", "false", "a/", true),
  text("Null", true, "a/", false),
  arn("ArnEquals", SOURCE, SOURCE, true),
  arn("ArnLike", "arn:aws:events:*:000000000000:rule/*", SOURCE, true),
  arn("ArnEquals", "arn:aws:events:*:000000000000:rule/*", SOURCE, true),
  arn("ArnLike", "arn:aws:events:*:rule/*", SOURCE, false),
  arn("ArnNotLike", "arn:aws:events:*:*:rule/other*", SOURCE, true),
  arn("ArnNotEquals", SOURCE, SOURCE, false),
  number("NumericEquals", "10", "10.0", true),
  number("NumericNotEquals", "10", "10", false),
  number("NumericLessThan", "10", "9", true),
  number("NumericLessThan", "10", "10", false),
  number("NumericLessThanEquals", "10", "10", true),
  number("NumericGreaterThan", "9", "10", true),
  number("NumericGreaterThanEquals", "11", "10", false),
  date("DateLessThan", "2027-03-01T06:00:01Z", true),
  date("DateLessThanEquals", "2027-03-01T06:00:00Z", true),
  date("DateGreaterThan", "2027-03-01T06:00:00Z", false),
  date("DateGreaterThanEquals", "2027-03-01T06:00:00Z", true),
  date("DateEquals", "2027-03-01T06:00:00Z", true),
  date("DateNotEquals", "2027-03-01T06:00:00Z", false),
  address("IpAddress", "10.0.0.0/8", "10.1.2.3", true),
  address("IpAddress", ["192.0.2.0/24", "10.1.2.3"], "10.1.2.3", true),
  address("IpAddress", "10.0.0.0/8", "11.1.2.3", false),
  address("NotIpAddress", "10.0.0.0/8", "11.1.2.3", true),
  address("IpAddress", "2001:db8::/32", "2001:db8::1", true),
  one("Bool true", when("Bool", "aws:SecureTransport", "true"), true, { keys: { "aws:SecureTransport": "true" } }),
  one("Bool false", when("Bool", "aws:SecureTransport", "false"), false, { keys: { "aws:SecureTransport": "true" } }),
  tags("ForAllValues:StringEquals", ["a", "b"], ["a"], true),
  tags("ForAllValues:StringEquals", ["a", "b"], ["a", "c"], false),
  tags("ForAllValues:StringEquals", ["a"], undefined, true),
  tags("ForAnyValue:StringEquals", ["a", "b"], ["b", "c"], true),
  tags("ForAnyValue:StringEquals", ["a"], ["c"], false),
  tags("ForAnyValue:StringEquals", ["a"], undefined, false),
  tags("ForAnyValue:StringNotEquals", ["a"], ["a", "b"], true),
  tags("ForAllValues:StringNotEquals", ["a"], ["b", "c"], true),
  tags("ForAllValues:StringNotEquals", ["a"], ["a", "c"], false),
  tags("ForAllValues:StringLike", ["a*"], ["ab", "ac"], true),
  one(
    "two operators, one of which fails",
    [allow({ Condition: { StringEquals: { [TEXT]: "a/" }, NumericLessThan: { [NUMBER]: "10" } } })],
    false,
    { ...listing, keys: { [TEXT]: "a/", [NUMBER]: "11" } },
  ),
];

const LAYERS: readonly Case[] = [
  one("a boundary that allows it", [allow()], true, { boundary: allow({ Action: "s3:Put*" }) }),
  one("a boundary that does not", [allow()], false, { boundary: allow({ Action: "s3:Get*" }) }),
  one("a boundary alone", [], false, { boundary: allow() }),
  one("a queue that names the role", [], true, {
    action: "sqs:SendMessage",
    resource: "arn:aws:sqs:us-east-1:000000000000:q",
    resourcePolicy: allow({ Principal: { AWS: ROLE }, Action: "sqs:SendMessage" }),
  }),
  one("a queue that names the account", [], false, {
    action: "sqs:SendMessage",
    resource: "arn:aws:sqs:us-east-1:000000000000:q",
    resourcePolicy: allow({ Principal: { AWS: "arn:aws:iam::000000000000:root" }, Action: "sqs:SendMessage" }),
  }),
  one("a queue that denies the role", [allow({ Action: "sqs:*" })], false, {
    action: "sqs:SendMessage",
    resource: "arn:aws:sqs:us-east-1:000000000000:q",
    resourcePolicy: deny({ Principal: { AWS: ROLE }, Action: "sqs:SendMessage" }),
  }),
  one("a queue that denies all but another", [allow({ Action: "sqs:*" })], false, {
    action: "sqs:SendMessage",
    resource: "arn:aws:sqs:us-east-1:000000000000:q",
    resourcePolicy: deny({ NotPrincipal: { AWS: "arn:aws:iam::000000000000:role/other" }, Action: "sqs:*" }),
  }),
];

/** Through JSON, as policies come: what is undefined is not there. */
export const CASES: readonly Case[] = [...ELEMENTS, ...VARIABLES, ...CONDITIONS, ...LAYERS].map(
  (each) => JSON.parse(JSON.stringify({ ...put, ...each })) as Case,
);

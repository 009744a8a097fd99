// Environments, their overrides, and values from the process's environment.
import { describe, expect, test } from "vitest";
import { load, modelOf, problemsOf, withJob } from "./load.ts";

const JOB = withJob("handler: jobs/a.ts", "memory: 512", "environment: {LEVEL: info, OTHER: x}");
const PRODUCTION = 'region: eu-central-1\naccount: "012345678901"\nprofile: ops\nprotect: true\n';
const production = (text = PRODUCTION) => ({ environment: "production", files: { "config/production.yaml": text } });

describe("an environment", () => {
  test("has what its file says", () => {
    expect(modelOf(JOB, production()).environment).toEqual({
      name: "production",
      endpoint: undefined,
      region: "eu-central-1",
      account: "012345678901",
      profile: "ops",
      protect: true,
      enforcePermissions: true,
    });
  });

  test("does not leave permissions unchecked unless told to, and only where that is ours to say", () => {
    const local = { files: { "config/local.yaml": "enforcePermissions: false\n" } };
    expect(modelOf(JOB).environment.enforcePermissions).toBe(true);
    expect(modelOf(JOB, local).environment.enforcePermissions).toBe(false);
    expect(problemsOf(JOB, production("region: eu-central-1\nenforcePermissions: false\n"))).toEqual([
      "config/production.yaml:2:1 conflict enforcePermissions: only the embedded engine has this switch; AWS always checks",
    ]);
  });

  test("named local may have an empty file, or one that names another endpoint", () => {
    expect(modelOf(JOB, { files: { "config/local.yaml": "" } }).environment.endpoint).toBe("embedded");
    const elsewhere = { files: { "config/local.yaml": "endpoint: http://localhost:4566\n" } };
    expect(modelOf(JOB, elsewhere).environment.endpoint).toBe("http://localhost:4566");
  });

  test("overrides what a job says, mappings member by member", () => {
    const text = `${PRODUCTION}jobs: {report: {memory: 1024, environment: {LEVEL: warn}, enabled: false}}\n`;
    const [job] = modelOf(JOB, production(text)).jobs;
    expect(job?.settings.memoryMb).toBe(1_024);
    expect(job?.settings.environment).toEqual({ LEVEL: "warn", OTHER: "x" });
    expect(job?.enabled).toBe(false);
  });

  test("that there is not is refused with the nearest one that there is", () => {
    const options = { environment: "prodution", files: { "config/production.yaml": PRODUCTION } };
    expect(problemsOf(JOB, options)).toEqual([
      'config/prodution.yaml:1:1 environment-missing there is no environment "prodution"; did you mean production? Known: local, production',
    ]);
  });

  test("cannot be named to reach another folder", () => {
    expect(problemsOf(JOB, { environment: "../x" })[0]).toContain('bad-name "../x" is no environment');
  });

  test.each([
    [
      "an account that YAML reads as another number",
      "region: eu-central-1\naccount: 012345678901\n",
      'production.yaml:2:10 unclear-number the number 012345678901 would be read as 12345678901; write it plainly, or put quotes around it: "012345678901"',
    ],
    [
      "an account without quotes",
      "region: eu-central-1\naccount: 123456789012\n",
      "production.yaml:2:10 bad-value account: expected an AWS account's 12 digits in quotes, got 123456789012 (a number)",
    ],
    [
      "no region",
      "protect: true\n",
      "production.yaml:1:1 missing-key region: missing; expected an AWS region, such as eu-central-1",
    ],
    [
      "a misspelt key",
      "regoin: eu-central-1\nregion: eu-central-1\n",
      'production.yaml:1:1 unknown-key unknown key "regoin"; did you mean region? Accepted: region, account, profile, endpoint, protect, enforcePermissions, jobs',
    ],
    [
      "an endpoint that is none",
      "region: eu-central-1\nendpoint: localhost\n",
      'production.yaml:2:11 bad-value endpoint: expected embedded, or an address that starts with http:// or https://, got "localhost"',
    ],
    [
      "an override of no job",
      "region: eu-central-1\njobs: {reprot: {memory: 128}}\n",
      'production.yaml:2:8 unknown-job there is no job "reprot" to override; did you mean report?',
    ],
    [
      "an override that is wrong",
      "region: eu-central-1\njobs: {report: {memory: 64}}\n",
      "production.yaml:2:25 bad-value memory: expected a whole number from 128 to 10240 (MB), got 64 (a number)",
    ],
  ])("with %s is refused in its own file", (_name, text, problem) => {
    expect(problemsOf(JOB, production(text))).toEqual([`config/${problem}`]);
  });
});

/** Written so that no reader, human or tool, takes it for a template of ours. */
const placeholder = (name: string, kind = "env") => `$${`{${kind}:${name}}`}`;

describe("a value from outside", () => {
  const withToken = (value: string) => withJob("handler: jobs/a.ts", `environment: {TOKEN: "${value}"}`);

  test("is put in, also in the middle of a text, and remembered as a secret", () => {
    const model = modelOf(withToken(`a-${placeholder("T")}-b`), { variables: { T: "xyz" } });
    expect(model.jobs[0]?.settings.environment).toEqual({ TOKEN: "a-xyz-b" });
    expect(model.secrets).toEqual(new Map([["xyz", placeholder("T")]]));
  });

  test("may be a region or an account, which are no secrets", () => {
    const text = `region: ${placeholder("R")}\naccount: ${placeholder("A")}\n`;
    const variables = { R: "eu-west-1", A: "012345678901" };
    const model = modelOf(JOB, { ...production(text), variables });
    expect(model.environment).toMatchObject({ region: "eu-west-1", account: "012345678901" });
    expect(model.secrets.size).toBe(0);
  });

  test("is not put in where the dollar is doubled", () => {
    const model = modelOf(withToken(`$${placeholder("T")}`), { variables: { T: "xyz" } });
    expect(model.jobs[0]?.settings.environment).toEqual({ TOKEN: placeholder("T") });
  });

  test("cannot bring a placeholder of its own", () => {
    const model = modelOf(withToken(placeholder("T")), { variables: { T: placeholder("U"), U: "xyz" } });
    expect(model.jobs[0]?.settings.environment).toEqual({ TOKEN: placeholder("U") });
  });

  test("that is missing is a problem with the nearest name", () => {
    expect(problemsOf(withToken(placeholder("TOKN")), { variables: { TOKEN: "x" } })).toEqual([
      "5:26 variable-missing the environment variable TOKN is not set; did you mean TOKEN?",
    ]);
  });

  test("is never shown when it is wrong", () => {
    const result = load(
      withJob("handler: jobs/a.ts", `memory: "${placeholder("T")}"`, `input: "${placeholder("T")}"`),
      {
        variables: { T: "hush-hush" },
      },
    );
    expect(result.problems).toHaveLength(2);
    expect(JSON.stringify(result.problems)).not.toContain("hush");
  });
});

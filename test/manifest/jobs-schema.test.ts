// The schema for editors: complete, no older than the shapes it is made of, its fixtures true of the parser. A validator that is
// not ours holds the schema against the same fixtures: test/interop/compare-schema.ts.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { jobsSchema, jobsSchemaText } from "../../scripts/jobs-schema/jobs-schema.ts";
import { NOT_YET_KEYS } from "../../src/manifest/resolve/check-not-yet.ts";
import { load } from "./load.ts";
import { BAD, GOOD, VARIABLES } from "./schema-fixtures.ts";

describe("the schema for editors", () => {
  test.each(Object.entries(GOOD))("has no good fixture that the parser refuses: %s", (_, text) => {
    const { problems } = load(text, { variables: VARIABLES });
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test.each(Object.entries(BAD))("has no bad fixture that the parser accepts: %s", (_, [text]) => {
    expect(load(text).ok).toBe(false);
  });

  test("has no key of a job or file that no good fixture has", () => {
    const { definitions, properties } = jobsSchema() as {
      definitions: Record<string, { properties?: Record<string, object> }>;
      properties: Record<string, object>;
    };
    const used = new Set(Object.values(GOOD).flatMap((text) => text.match(/[A-Za-z]+(?=:)/g) ?? []));
    const keys = [...Object.keys(definitions["job"]?.properties ?? {}), ...Object.keys(properties)];
    expect(keys.length).toBeGreaterThan(30);
    expect(keys.filter((key) => !used.has(key) && !NOT_YET_KEYS.some((later) => later === key))).toEqual([]);
  });

  test("has no key without a description", () => {
    const { definitions } = jobsSchema() as { definitions: Record<string, { properties?: Record<string, object> }> };
    const members = Object.values(definitions).flatMap(({ properties }) => Object.entries(properties ?? {}));
    expect(members.length).toBeGreaterThan(50);
    expect(members.filter(([, member]) => !("description" in member)).map(([key]) => key)).toEqual([]);
  });

  test("is not older than the shapes: what is committed is what the build writes", () => {
    expect(committedText("config/jobs.schema.json")).toBe(jobsSchemaText());
  });
});

/** The build writes the file anew, so the one on disk proves nothing where there is a checkout: its index is asked. */
function committedText(path: string): string {
  try {
    return execFileSync("git", ["show", `:${path}`], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  }
}

// ${ssm:NAME} in the files: its form and its place are checked, its value is not asked for.
import { expect, test } from "vitest";
import { namesMarkedIn } from "../../src/manifest/parameter-marks.ts";
import { modelOf, problemsOf, withJob } from "./load.ts";

const ssm = (name: string) => `\${ssm:${name}}`;
const HANDLER = "handler: jobs/a.ts";

test("a parameter in an input or an environment is noted with its place, and not with a value", () => {
  const text = `input: {a: "x${ssm("/shop/a")}y", b: ["${ssm("b:2")}"], c: "$${ssm("/c")}"}`;
  const model = modelOf(withJob(HANDLER, text, `environment: {TOKEN: "${ssm("/shop/a")}"}`));
  expect(model.parameters.map(({ name, place }) => [name, place.line, place.path])).toEqual([
    ["/shop/a", 5, "jobs.report.input.a"],
    ["b:2", 5, "jobs.report.input.b[0]"],
    ["/shop/a", 6, "jobs.report.environment.TOKEN"],
  ]);
  const [job] = model.jobs;
  expect(namesMarkedIn(JSON.stringify(job?.input))).toEqual(["/shop/a", "b:2"]);
  expect(job?.input["c"]).toBe(ssm("/c"));
  expect(job?.hide).toEqual([["a"], ["b", "0"]]);
});

test.each([
  ["elsewhere", `description: "${ssm("/x")}"`, "5:18 bad-parameter", "may stand in input: and environment: only"],
  ["without a name", `input: {a: "${ssm("")}"}`, "5:16 bad-parameter", "names no parameter"],
  ["with a name that none has", `input: {a: "${ssm("/x//y z")}"}`, "5:16 bad-parameter", "names no parameter"],
])("a parameter %s is refused where it stands", (_what, line, place, text) => {
  const [problem = ""] = problemsOf(withJob(HANDLER, line));
  expect(problem.startsWith(place) && problem.includes(text) ? "said" : problem).toBe("said");
});

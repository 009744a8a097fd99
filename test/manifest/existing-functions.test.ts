// What may be asked of a function that is not ours: its retries, the same by every job, and nothing else.
import { expect, test } from "vitest";
import { modelOf, problemsOf, withJob } from "./load.ts";

const jobs = (...lines: string[]) => `app: shop\n${lines.join("\n")}\n`;

test("retries of the defaults are not set on an existing function, and its own are", () => {
  const model = modelOf(
    jobs("defaults: {retry: {attempts: 1}}", "jobs:", "  a: {function: x}", "  b: {function: y, retry: {maxAge: 2h}}"),
  );
  expect(model.jobs.map(({ code }) => code)).toEqual([
    { function: "x" },
    { function: "y", retries: { attempts: 1, maxAgeSeconds: 7_200 } },
  ]);
});

test("two jobs do not ask for different retries of one function", () => {
  expect(
    problemsOf(jobs("jobs:", "  a: {function: x, retry: {attempts: 1}}", "  b: {function: x, retry: {attempts: 2}}")),
  ).toEqual(['4:20 conflict retry: the job "a" asks for other retries of the function x; expected the same']);
});

test("retries are not set on a function that an ARN names, which may be anybody's", () => {
  const arn = "arn:aws:lambda:eu-central-1:123456789012:function:x";
  expect(problemsOf(jobs("jobs:", `  a: {function: "${arn}", retry: {attempts: 1}}`))[0]).toMatch(
    /^3:\d+ conflict retry: is set on a function of this account/,
  );
});

test("a plain event is asked for by a function that is not ours, and by no handler", () => {
  const [job] = modelOf(withJob("function: x", "envelope: false", "deadLetter: false")).jobs;
  expect(job?.code).toEqual({ function: "x", plain: true });
  expect(problemsOf(withJob("handler: jobs/a.ts", "envelope: false", "deadLetter: false"))[0]).toMatch(
    /^5:5 conflict envelope: false is for an existing function/,
  );
});

test("a plain event's letters are not left in the app's own queue, where they would name no run", () => {
  expect(problemsOf(withJob("function: x", "envelope: false"))[0]).toMatch(
    /^5:5 conflict envelope: false leaves a letter/,
  );
});

test("what the Scheduler fills in is warned of in an envelope only: of a plain event it is filled in for every run", () => {
  const input = 'input: {at: "<aws.scheduler.scheduled-time>"}';
  expect(problemsOf(withJob("function: x", "envelope: false", "deadLetter: false", input))).toEqual([]);
  expect(problemsOf(withJob("function: x", input))[0]).toMatch(/warning context-attribute/);
});

test("what nothing could hold a Python handler to is refused, and what defaults say does not reach it", () => {
  const python = (more: string) =>
    problemsOf(jobs("defaults: {overlap: skip, startBy: 1h}", "jobs:", `  py: {handler: jobs/py.py${more}}`), {
      files: { "jobs/py.py": "" },
    });
  expect([python(""), python(", overlap: allow")]).toEqual([[], []]);
  expect(python(", overlap: queue, startBy: 5m")).toEqual([
    expect.stringContaining("conflict overlap: a Python handler claims no run before it starts"),
    expect.stringContaining("conflict startBy: a Python handler claims no run before it starts"),
  ]);
  expect(problemsOf(withJob("function: x", "startBy: 5m"))).toEqual([
    expect.stringContaining("warning no-claim startBy: holds only where the function is a handler of another project"),
  ]);
});

test("a recorder is not set on what cannot tell it of runs, nor by some of a function's jobs only", () => {
  expect(problemsOf(withJob("handler: jobs/a.ts", "record: true"))).toEqual([
    expect.stringContaining("conflict record: is for an existing function"),
  ]);
  expect(problemsOf(withJob("function: x", "record: true", "envelope: false", "deadLetter: false"))).toEqual([
    expect.stringContaining("conflict record: needs the envelope"),
  ]);
  const arn = "arn:aws:lambda:eu-central-1:123456789012:function:x";
  expect(problemsOf(withJob(`function: "${arn}"`, "record: true"))[0]).toContain(
    "conflict record: is set on a function of",
  );
  const some = jobs("jobs:", "  a: {function: x, record: true}", "  b: {function: x}");
  expect(problemsOf(some)).toEqual([expect.stringContaining('record: the job "a" says true of the function x')]);
});

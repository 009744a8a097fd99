// Where the system refuses a file, its short word for that is not the whole answer.
import { expect, test } from "vitest";
import { UsageError } from "../../src/cli/errors.ts";
import { failureText } from "../../src/cli/failure-text.ts";

const refused = (code: string) =>
  Object.assign(new Error(`${code}: open`), { code, syscall: "open", path: "/srv/app/jobs.yaml" });

test.each([
  [
    refused("EACCES"),
    "/srv/app/jobs.yaml: this user may not do that (open EACCES). Look at who owns it, or work in a folder of your own.",
  ],
  [refused("ENOSPC"), "/srv/app/jobs.yaml: the disk is full (open ENOSPC). Make room and try again."],
  [refused("EBADF"), "EBADF: open"],
  [new UsageError("--port: wrong"), "--port: wrong"],
  ["thrown", "thrown"],
])("does not leave %j unexplained", (error, text) => {
  expect(failureText(error)).toBe(text);
});

// What a person reads of a stack: where the author's code threw, and nothing that is not theirs to mend.
import { expect, test } from "vitest";
import { ownFrames } from "../../src/cli/render/own-frames.ts";

const STACK = `RangeError: out of rope
    at haul (lib/rope.ts:7:11)
    at Object.handler (jobs/failing.ts:2:40)
    at Object.call (lamplighter/src/runtime/create-handler.ts:27:34)
    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)
    at async work (file:///opt/lamp/bootstrap.mjs:63:20)`;

test.each([
  ["ours and Node's", STACK, ["haul (lib/rope.ts:7:11)", "Object.handler (jobs/failing.ts:2:40)"]],
  ["all, where none is the author's", "E: x\n    at f (node:fs:1:2)", ["f (node:fs:1:2)"]],
  ["what is no stack of Node's", 'File "report.py", line 3\n  raise', ['File "report.py", line 3', "  raise"]],
])("does not lose the place: %s", (_what, stack, frames) => {
  expect(ownFrames(stack)).toEqual(frames);
});

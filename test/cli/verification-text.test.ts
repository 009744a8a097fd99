// What verification says to a person: what is wrong is not lost among hundreds of lines that say OK.
import { expect, test } from "vitest";
import { renderVerification } from "../../src/cli/render/verification.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { ng, ok, skip } from "../../src/verification/check.ts";

const terminal = { style: (_: unknown, text: string) => text } as unknown as Terminal;
const role = { kind: "role", name: "theirs", children: [], checks: [ng("trusted", "by nobody", "change its trust")] };
const good = { kind: "queue", name: "q", children: [], checks: [ok("exists"), skip("retention", "not ours")] };

test("what is wrong stands once more at the end, once though it was found in two places", () => {
  const both = ["one", "two"].map((name) => ({ kind: "schedule", name, checks: [ok("exists")], children: [role] }));
  const lines = renderVerification("acme-test", [good, ...both], terminal);
  expect(lines.slice(-4)).toEqual(["NG:", "  role theirs: trusted: by nobody", "", "Verify NG! 3 OK, 1 NG, 1 SKIP"]);
});

test("where nothing is wrong, nothing is added", () => {
  expect(renderVerification("acme-test", [good], terminal).at(-2)).toBe("    retention --> [SKIP] not ours");
});

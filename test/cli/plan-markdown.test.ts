// A plan as Markdown: everything that would be done is there, and nothing of it can be more than text.
import { describe, expect, test } from "vitest";
import { planMarkdown } from "../../src/cli/render/plan-markdown.ts";
import type { Plan } from "../../src/plan/plan.ts";

const NOON = Date.parse("2027-03-01T12:00:00Z");
const step = { kind: "log-group", name: "/aws/lambda/a", job: null, warnings: [] } as const;
const group = { kind: "log-group", name: "/aws/lambda/a", retentionDays: 30, tags: {} } as const;
const EMPTY: Plan = {
  environment: "production",
  fingerprint: "0123456789abcdef0123",
  desiredFingerprint: "",
  actions: [],
  unchanged: 4,
  orphans: [],
  foreign: [],
  held: [],
  drift: [],
};
const markdown = (more: Partial<Plan>) => planMarkdown({ ...EMPTY, ...more }, NOON).join("\n");

describe("a plan for a pull request", () => {
  test("does not leave out a step, a warning or what is only noted", () => {
    const text = markdown({
      actions: [
        {
          ...step,
          action: "update",
          from: group,
          to: { ...group, retentionDays: 7 },
          changes: [{ path: "retentionDays", from: 30, to: 7 }],
          warnings: ["old lines go"],
        },
        { ...step, action: "keep", name: "/aws/lambda/old", from: group, changes: [] },
      ],
      held: [{ name: "report", job: "report", by: "ada", reason: "moving", until: null }],
      foreign: [{ kind: "queue", name: "acme-failed" }],
    });
    expect(text).toContain("**0 to add, 1 to change, 0 to delete**, 4 unchanged");
    expect(text).toContain("| `~` | log-group **/aws/lambda/a** | retentionDays: 30 → 7 |  |");
    expect(text).toContain("- log-group /aws/lambda/a: old lines go");
    for (const noted of ["/aws/lambda/old", "report: ada moving", "queue acme-failed"]) expect(text).toContain(noted);
    expect(markdown({})).toContain("Nothing to do");
  });

  test.each([
    ["<script>alert(1)</script>", "&lt;script&gt;alert\\(1\\)&lt;/script&gt;"],
    ["a | b", "a \\| b"],
    ["@everyone", "@\u200beveryone"],
    ["[x](https://evil.example)", "\\[x\\]\\(https:\u200b//evil.example\\)"],
    ["one\ntwo", "one two"],
    ["`code`", "\\`code\\`"],
  ])("does not let a value be more than text: %j", (value, shown) => {
    const changes = [{ path: "description", from: null, to: value }];
    expect(markdown({ actions: [{ ...step, action: "create", to: group, changes }] })).toContain(`(none) → ${shown}`);
  });

  test("does not grow past what a comment may hold", () => {
    const many = Array.from({ length: 500 }, (_, index) => ({
      ...step,
      action: "create" as const,
      to: group,
      name: `n-${index}`,
      changes: [],
    }));
    expect(markdown({ actions: many })).toContain("… and 300 more.");
  });
});

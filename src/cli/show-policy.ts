// The policy of some uses, as the document that IAM takes, or as JSON with what there is to say about it.
import { nearest } from "../core/nearest.ts";
import { LONGEST_MANAGED_POLICY, policyFor, type UsePolicy } from "../rights/policy-for.ts";
import { USES, USUAL_USES, type Use } from "../rights/right.ts";
import { rightsOf } from "../rights/rights-of.ts";
import { scopeOf } from "../rights/scope.ts";
import type { CommandLine } from "./command.ts";
import { UsageError } from "./errors.ts";
import { EXIT } from "./exit-code.ts";
import type { Project } from "./project.ts";
import { jsonDocument } from "./render/json-document.ts";

export function showPolicy({ model }: Project, { options, terminal }: CommandLine): number {
  const uses = usesGiven(options.text("for"));
  const policy = policyFor(rightsOf(scopeOf(model)), uses);
  const { account } = model.environment;
  if (options.flag("json")) {
    const { document, size, fits, open } = policy;
    terminal.out(jsonDocument({ env: model.environment.name, for: uses, policy: document, size, fits, open }));
  } else {
    terminal.out(JSON.stringify(policy.document, null, 2));
    for (const { actions, why } of policy.open) terminal.note(`wide: ${actions.join(", ")}: ${why}`);
    if (account === undefined)
      terminal.note(
        `config/${model.environment.name}.yaml names no account, so * stands for it: account: "…" makes the policy narrower`,
      );
  }
  if (!policy.fits) terminal.note(tooLong(policy, uses));
  return policy.fits ? EXIT.done : EXIT.failed;
}

function tooLong({ size }: UsePolicy, uses: readonly Use[]): string {
  const less = uses.length > 1 ? "; make several with --for, and attach them all" : "";
  return `warning: ${size} characters, and a managed policy holds ${LONGEST_MANAGED_POLICY}${less}`;
}

function usesGiven(text: string | undefined): readonly Use[] {
  if (text === undefined) return USUAL_USES;
  if (text === "all") return USES;
  return text.split(",").map((word) => {
    const use = USES.find((one) => one === word.trim());
    if (use) return use;
    const near = nearest(word, USES);
    throw new UsageError(
      `--for: expected ${USES.join(", ")} or all, got "${word}"${near ? `; did you mean ${near}?` : ""}`,
    );
  });
}

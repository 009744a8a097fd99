// The policies of `lamp iam` hold exactly what lamp needs: with them every act is done, and without any one action some act is not.
import { expect, test } from "vitest";
import type { PolicyDocument } from "../../src/desired/resource.ts";
import { USES } from "../../src/rights/right.ts";
import { ACTS, type Act, FILES, makeTheirRole } from "./acts.ts";
import { openCopy, openRights, type RightsBench } from "./rights-bench.ts";

async function policyOf(bench: RightsBench, act: Act): Promise<PolicyDocument> {
  return JSON.parse((await bench.owner("iam", "--for", act.uses.join(","))).out) as PolicyDocument;
}

/** The folder in which everything is ready for the act. */
async function prepared(act: Act): Promise<string> {
  const bench = await openRights(FILES);
  await makeTheirRole(bench);
  if (!act.fresh) expect(await bench.owner("sync")).toMatchObject({ code: 0 });
  await act.prepare?.(bench);
  await bench.close();
  return bench.folder;
}

/** The first command that is not done, or not wholly: a verification skips what it may not see. */
async function failureOf(bench: RightsBench, { commands, refusal }: Act): Promise<string | undefined> {
  for (const command of commands) {
    const { code, out, err } = await bench.role(...command);
    const good = refusal ? refusal.test(err) : code === 0;
    if (!good || /\[SKIP\]|not authorized|not allowed for these credentials/.test(out + err))
      return `${command.join(" ")}: ${code}\n${out}\n${err}`;
  }
  return undefined;
}

const actionsOf = (policy: PolicyDocument): readonly string[] =>
  [...new Set(policy.Statement.flatMap(({ Action }) => Action as readonly string[]))].sort();

const without = (policy: PolicyDocument, action: string): PolicyDocument => ({
  ...policy,
  Statement: policy.Statement.flatMap((statement) => {
    const Action = (statement["Action"] as readonly string[]).filter((one) => one !== action);
    return Action.length === 0 ? [] : [{ ...statement, Action }];
  }),
});

test.each(ACTS)(
  "$name does not fail with its policy, and not one of its actions is there for nothing",
  {
    timeout: 300_000,
  },
  async (act) => {
    const ready = await prepared(act);
    const whole = await openCopy(ready);
    const policy = await policyOf(whole, act);
    await whole.grant(policy);
    expect(await failureOf(whole, act)).toBeUndefined();
    const needless: string[] = [];
    for (const action of act.needs) {
      const bench = await openCopy(ready);
      await bench.grant(without(policy, action));
      if ((await failureOf(bench, act)) === undefined) needless.push(action);
      await bench.close();
    }
    expect(needless).toEqual([]);
  },
);

test.each(USES)("no action of --for %s is looked at by no act", async (use) => {
  const bench = await openRights(FILES);
  const { out } = await bench.owner("iam", "--for", use);
  const needed = new Set(ACTS.filter(({ uses }) => uses.includes(use)).flatMap(({ needs }) => needs));
  expect(actionsOf(JSON.parse(out) as PolicyDocument).filter((action) => !needed.has(action))).toEqual([]);
});

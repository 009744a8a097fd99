// What statements say to a question: an explicit deny beats every allow, and silence allows nothing (IAM User Guide).
import type { CompiledStatement, Question } from "./compile-policy.ts";

export type Verdict = "allow" | "deny" | "silent";

export function verdictOf(statements: readonly CompiledStatement[], question: Question): Verdict {
  const lowerAction = question.action.toLowerCase();
  let verdict: Verdict = "silent";
  for (const statement of statements) {
    if (statement.effect === "Allow" && verdict === "allow") continue;
    if (!statement.applies(question, lowerAction)) continue;
    if (statement.effect === "Deny") return "deny";
    verdict = "allow";
  }
  return verdict;
}

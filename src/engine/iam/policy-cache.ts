// Resource policies by their text, compiled once: a queue's or a bucket's is asked for with every request.
import { BoundedCache } from "../bounded-cache.ts";
import { type CompiledStatement, compilePolicy } from "./compile-policy.ts";
import type { Statement } from "./policy-document.ts";

/** A text that is no policy grants nothing: the services that take it check no more than that it is JSON. */
export const newPolicyCache = () => new BoundedCache(compiled);

function compiled(text: string): readonly CompiledStatement[] {
  try {
    const { Statement: given, Version } = JSON.parse(text) as { Statement?: Statement | Statement[]; Version?: string };
    const statements = given === undefined ? [] : Array.isArray(given) ? given : [given];
    return compilePolicy(statements.filter(isStatement), Version);
  } catch {
    return [];
  }
}

const isStatement = (value: unknown): value is Statement =>
  typeof value === "object" && value !== null && ["Allow", "Deny"].includes((value as Statement).Effect);

// The checks of a function as it is invoked, by its alias, and of its settings for events that fail.
import type { InvokeConfigResource, Resource } from "../desired/resource.ts";
import { type Check, ng, ok } from "./check.ts";
import { presence } from "./check-storage.ts";
import type { FunctionFacts, Reading } from "./evidence.ts";

/** Lambda guide, "Lambda function states": only an active one is sure to be invoked; an inactive one wakes when it is. */
export function checkFunction(found: Reading<FunctionFacts>, own: boolean): readonly Check[] {
  const there = presence(found, own ? "lamp sync" : "deploy it, or correct `function`");
  if (found.kind !== "found") return [there];
  const { state, lastUpdate, reason, version } = found.value;
  const why = reason ? `: ${reason}` : "";
  const mend = own ? "lamp sync" : "deploy it again";
  return [
    ok("exists", `version ${version}`),
    state === "Active" || state === "Inactive" ? ok("state", state) : ng("state", `${state}${why}`, mend),
    lastUpdate === "Failed" ? ng("last update", `${lastUpdate}${why}`, mend) : ok("last update", lastUpdate),
  ];
}

export function checkInvokeConfig(found: Reading<Resource>, wanted: InvokeConfigResource): readonly Check[] {
  const there = presence(found);
  if (found.kind !== "found" || found.value.kind !== "invoke-config") return [there];
  const actual = found.value;
  const same = actual.onFailureArn === wanted.onFailureArn;
  const seen = actual.onFailureArn ?? "nowhere";
  return [
    there,
    same
      ? ok("on failure", seen)
      : ng("on failure", `goes to ${seen}, not to ${wanted.onFailureArn ?? "nowhere"}`, "lamp sync"),
  ];
}
